# oracle: family=events
# oracle: about=events of a revoked, an expired and a terminated task
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task
def slow(n):
    import time
    time.sleep(n)


@app.task
def add(x, y):
    return x + y


def main():
    import time
    s = slow.delay(1.2)
    a = add.delay(1, 1)
    time.sleep(0.4)
    a.revoke()
    s.get(timeout=10)
    time.sleep(0.5)
    b = add.apply_async((2, 2), countdown=1, expires=0.5)
    b.get(timeout=10, propagate=False)
    c = slow.delay(4)
    time.sleep(0.6)
    c.revoke(terminate=True)
    c.get(timeout=10, propagate=False)
    time.sleep(0.5)
    return [x.state for x in (s, a, b, c)]
