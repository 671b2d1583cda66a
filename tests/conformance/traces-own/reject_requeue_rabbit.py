# oracle: family=acks
# oracle: about=acks_late, Reject(requeue=True) once on RabbitMQ with other messages waiting
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 --prefetch-multiplier=1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from celery.exceptions import Reject


@app.task(bind=True, acks_late=True)
def picky(self, n):
    import time
    time.sleep(0.4)
    if n == 0 and not self.request.delivery_info.get('redelivered'):
        raise Reject('again', requeue=True)
    return [n, self.request.delivery_info.get('redelivered')]


def main():
    rs = [picky.delay(n) for n in range(3)]
    return [r.get(timeout=15) for r in rs]
