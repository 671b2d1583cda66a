# oracle: family=routing
# oracle: about=a queue that is full drops its head, or refuses what is new
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1 manual: -c 1 -Q head,refuse
# oracle: action=on main:go do start w1
# oracle: tolerance=10
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from kombu import Exchange, Queue
app.conf.task_queues = [
    Queue('head', Exchange('head'), routing_key='head', max_length=2),
    Queue('refuse', Exchange('refuse'), routing_key='refuse', queue_arguments={'x-max-length': 2, 'x-overflow': 'reject-publish'}),
]


@app.task
def t(n):
    return n


def main():
    import time
    rs = [t.apply_async((n,), queue=q) for q in ('head', 'refuse') for n in range(4)]
    print('go')
    time.sleep(8)
    return [r.state for r in rs]
