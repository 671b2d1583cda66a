# oracle: family=routing
# oracle: about=kombu's names for queue arguments: expires, message_ttl, max_length, max_priority
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 -Q celery
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from kombu import Exchange, Queue
app.conf.task_queues = [
    Queue('celery', Exchange('celery'), routing_key='celery'),
    Queue('short', Exchange('short'), routing_key='short', max_length=2),
    Queue('brief', Exchange('brief'), routing_key='brief', message_ttl=0.4),
    Queue('ranked', Exchange('ranked'), routing_key='ranked', max_priority=5),
    Queue('passing', Exchange('passing'), routing_key='passing', expires=30),
    Queue('big', Exchange('big'), routing_key='big', max_length_bytes=1000),
]


@app.task
def t(n):
    return n


def main():
    import time
    for q in ('short', 'brief', 'ranked', 'passing', 'big'):
        for n in range(3):
            t.apply_async((n,), queue=q)
    time.sleep(1)
    return t.delay(7).get(timeout=10)
