# oracle: family=acks
# oracle: about=a quorum queue with a delivery limit: a message that comes back too often goes to the dead letter queue
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 -Q jobs,bin
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from kombu import Exchange, Queue
app.conf.task_queues = [
    Queue('jobs', Exchange('jobs', type='topic'), routing_key='jobs', queue_arguments={'x-queue-type': 'quorum', 'x-delivery-limit': 2, 'x-dead-letter-exchange': 'dlx', 'x-dead-letter-routing-key': 'bin'}),
    Queue('bin', Exchange('dlx'), routing_key='bin'),
]


@app.task(bind=True, acks_late=True)
def t(self):
    from celery.exceptions import Reject
    if self.request.delivery_info['routing_key'] == 'bin':
        return (self.request.headers or {}).get('x-death', [{}])[0].get('reason')
    raise Reject('again', requeue=True)


def main():
    return t.apply_async(queue='jobs').get(timeout=15)
