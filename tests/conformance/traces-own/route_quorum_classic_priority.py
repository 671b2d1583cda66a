# oracle: family=routing
# oracle: about=a quorum queue takes no x-max-priority: the worker ends, the call raises
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 -Q celery
# oracle: tolerance=3
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from kombu import Exchange, Queue


@app.task
def t(n):
    return n


def main():
    out = []
    for args in ({'x-queue-type': 'quorum', 'x-max-priority': 5}, {'x-max-length': -1}, {'x-message-ttl': 'soon'}):
        try:
            t.apply_async((1,), queue=Queue('odd', Exchange('odd'), routing_key='odd', queue_arguments=args))
            out.append('sent')
        except Exception as exc:
            out.append([type(exc).__name__, str(exc)])
    out.append(t.delay(2).get(timeout=10))
    return out
