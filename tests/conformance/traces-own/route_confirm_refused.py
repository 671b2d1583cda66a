# oracle: family=routing
# oracle: about=confirm_publish and a queue that refuses: OperationalError after the retries of the policy
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: tolerance=3
# oracle: worker=w1: -c 1 -Q celery
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from kombu import Exchange, Queue
app.conf.broker_transport_options = {'confirm_publish': True}
app.conf.task_queues = [
    Queue('celery', Exchange('celery'), routing_key='celery'),
    Queue('full', Exchange('full'), routing_key='full', queue_arguments={'x-max-length': 1, 'x-overflow': 'reject-publish'}),
]


@app.task
def t(n):
    return n


@app.task
def inside():
    try:
        t.apply_async((9,), queue='full')
        return 'sent'
    except Exception as exc:
        return [type(exc).__name__, str(exc)]


def main():
    out = []
    for kw in ({}, {}, {'retry': False}, {'retry_policy': {'max_retries': 1}}):
        try:
            t.apply_async((1,), queue='full', **kw)
            out.append('sent')
        except Exception as exc:
            out.append([type(exc).__name__, type(exc).__module__, str(exc)])
    out.append(t.delay(2).get(timeout=10))
    out.append(inside.delay().get(timeout=10))
    try:
        t.apply_async((3,), exchange='ghost', routing_key='k')
    except Exception as exc:
        out.append([type(exc).__name__, str(exc)])
    out.append(t.delay(4).get(timeout=10))
    return out
