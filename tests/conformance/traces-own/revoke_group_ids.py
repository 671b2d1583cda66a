# oracle: family=revoke
# oracle: about=revoke of several ids on RabbitMQ, before they are received
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: tolerance=1.5
# oracle: worker=w1: -c 1 --prefetch-multiplier=1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task
def slow(n):
    import time
    time.sleep(3 if n == 0 else 0.1)
    return n


def main():
    import time
    rs = [slow.delay(i) for i in range(5)]
    time.sleep(0.8)
    app.control.revoke([rs[2].id, rs[4].id])
    v = [r.get(timeout=20, propagate=False) for r in rs]
    time.sleep(1)
    return [[type(x).__name__ for x in v], [r.state for r in rs]]
