# oracle: family=control
# oracle: about=purge on RabbitMQ and what the worker holds already
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 --prefetch-multiplier=1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task
def slow(n):
    import time
    time.sleep(1)
    return n


def main():
    import time
    rs = [slow.delay(i) for i in range(6)]
    time.sleep(0.5)
    n = app.control.purge()
    time.sleep(2.2)
    return [n, [r.state for r in rs]]
