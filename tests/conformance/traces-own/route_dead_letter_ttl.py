# oracle: family=routing
# oracle: about=messages that expire or are too many go to a dead letter exchange
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 -Q bin
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from kombu import Exchange, Queue
app.conf.task_queues = [
    Queue('bin', Exchange('dlx', type='direct'), routing_key='dead'),
    Queue('ttl', Exchange('ttl'), routing_key='ttl', queue_arguments={'x-message-ttl': 300, 'x-dead-letter-exchange': 'dlx', 'x-dead-letter-routing-key': 'dead'}),
    Queue('few', Exchange('few'), routing_key='few', queue_arguments={'x-max-length': 1, 'x-dead-letter-exchange': 'dlx', 'x-dead-letter-routing-key': 'dead'}),
]


@app.task(bind=True)
def t(self, n):
    d = (self.request.headers or {}).get('x-death') or [{}]
    return [n, d[0].get('reason'), d[0].get('queue'), d[0].get('count')]


def main():
    a = t.apply_async((1,), queue='ttl')
    x = a.get(timeout=10)
    b = t.apply_async((2,), queue='few')
    t.apply_async((3,), queue='few')
    return [x, b.get(timeout=10)]
