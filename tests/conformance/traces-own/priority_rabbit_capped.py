# oracle: family=priority
# oracle: about=priorities above the maximum and none at all, equal ones in their order
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1 manual: -c 1 --prefetch-multiplier 1
# oracle: action=on main:go do start w1
# oracle: tolerance=4
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from kombu import Exchange, Queue
app.conf.task_queues = [Queue('celery', Exchange('celery'), routing_key='celery', queue_arguments={'x-max-priority': 5})]


@app.task
def t(n):
    return n


def main():
    rs = [t.apply_async((n,), priority=p) for n, p in enumerate((0, 9, 5, 1, None, 7, 5, 0))]
    print('go')
    return [r.get(timeout=15) for r in rs]
