# oracle: family=routing
# oracle: about=a key that no queue is bound with: the message is gone, the call succeeds
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from kombu import Exchange, Queue
app.conf.task_queues = [Queue('celery', Exchange('celery'), routing_key='celery')]


@app.task
def t(n):
    return n


def main():
    import time
    lost = t.apply_async((1,), exchange='celery', routing_key='nobody')
    kept = t.apply_async((2,), exchange='celery', routing_key='celery')
    v = kept.get(timeout=10)
    return [v, lost.state]
