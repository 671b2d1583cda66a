# oracle: family=priority
# oracle: about=two queues with priorities, one process, acks late
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: tolerance=3
# oracle: worker=w1 manual: -c 1 -Q first,second --prefetch-multiplier 1
# oracle: action=on main:go do start w1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from kombu import Exchange, Queue
app.conf.task_acks_late = True
app.conf.task_queues = [Queue('first', Exchange('first'), routing_key='first', max_priority=3), Queue('second', Exchange('second'), routing_key='second', max_priority=3)]


@app.task
def t(q, p):
    return [q, p]


def main():
    rs = [t.apply_async((q, p), queue=q, priority=p) for p in (0, 3, 1) for q in ('first', 'second')]
    print('go')
    return [r.get(timeout=15) for r in rs]
