# oracle: family=routing
# oracle: about=an auto-delete queue goes with its last consumer, a queue declared again otherwise raises
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: tolerance=3
# oracle: worker=w1: -c 1 -Q celery,passing
# oracle: worker=w2: -c 1 -Q celery
# oracle: action=on main:stop do kill w1 SIGTERM
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from kombu import Exchange, Queue
app.conf.task_queues = [
    Queue('celery', Exchange('celery'), routing_key='celery'),
    Queue('passing', Exchange('passing'), routing_key='passing', auto_delete=True),
]


@app.task
def t(n):
    return n


def main():
    import time
    a = t.apply_async((1,), queue='passing').get(timeout=10)
    out = [a]
    try:
        t.apply_async((2,), queue=Queue('celery', Exchange('celery'), routing_key='celery', max_priority=5))
        out.append('sent')
    except Exception as exc:
        out.append([type(exc).__name__, str(exc)])
    print('stop')
    time.sleep(4)
    out.append(t.delay(3).get(timeout=10))
    return out
