# oracle: family=acks
# oracle: about=acks_late with acks_on_failure_or_timeout off and a dead letter exchange
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 -Q jobs
# oracle: tolerance=3
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from kombu import Exchange, Queue
app.conf.task_queues = [Queue('jobs', Exchange('jobs'), routing_key='jobs', queue_arguments={'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead'}), Queue('dead', Exchange('dead'), routing_key='dead')]
app.conf.task_default_queue = 'jobs'


@app.task(acks_late=True, acks_on_failure_or_timeout=False)
def bad():
    raise ValueError('no')


@app.task(acks_late=True)
def worse():
    raise ValueError('never')


def main():
    import time
    with app.connection() as conn:
        app.amqp.queues['dead'](conn.default_channel).declare()
    a, b = bad.delay(), worse.delay()
    out = []
    for r in (a, b):
        try:
            r.get(timeout=10)
        except Exception as exc:
            out.append(repr(exc))
    time.sleep(0.5)
    return out
