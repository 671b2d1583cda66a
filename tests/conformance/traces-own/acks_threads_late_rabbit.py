# oracle: family=acks
# oracle: about=threads and late acks on RabbitMQ: when the next ones come
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -P threads -c 2 --prefetch-multiplier=1
# oracle: tolerance=2
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(acks_late=True)
def t(n):
    import time
    time.sleep(0.3)
    return n


def main():
    rs = [t.delay(n) for n in range(6)]
    return [r.get(timeout=60) for r in rs]
