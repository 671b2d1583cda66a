# oracle: family=priority
# oracle: about=priority as an attribute of a task, a route and a call
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1 manual: -c 1 --prefetch-multiplier=1
# oracle: action=on main:start_worker do start w1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from kombu import Queue
app.conf.task_queues = [Queue('celery', max_priority=5)]
app.conf.task_acks_late = True
app.conf.task_routes = {'tasks.routed': {'queue': 'celery', 'priority': 3}}


@app.task(priority=4)
def high(n):
    return n


@app.task
def routed(n):
    return n


@app.task
def plain(n):
    return n


def main():
    rs = [plain.delay('plain'), routed.delay('routed'), high.delay('high'), high.apply_async(('low',), priority=1),
          routed.apply_async(('five',), priority=5), plain.apply_async(('capped',), priority=9)]
    print('start worker')
    return [r.get(timeout=20) for r in rs]
