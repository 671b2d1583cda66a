# oracle: family=acks
# oracle: about=a rejected message comes back at its place on RabbitMQ
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 --prefetch-multiplier 1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(bind=True, acks_late=True)
def t(self, n):
    from celery.exceptions import Reject
    if n == 0 and not self.request.delivery_info['redelivered']:
        raise Reject('again', requeue=True)
    return n


def main():
    rs = [t.delay(n) for n in range(4)]
    return [r.get(timeout=15) for r in rs]
