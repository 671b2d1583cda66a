# oracle: family=expires
# oracle: about=expires on a later step of a chain counts from when it is sent
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery import chain


@app.task
def slow(x):
    import time
    time.sleep(1.5)
    return x


@app.task
def add(x, y):
    return x + y


def main():
    c = chain(slow.s(1), add.s(2).set(expires=1))()
    v = c.get(timeout=10)
    d = chain(slow.s(1), add.s(2)).apply_async(expires=30)
    return [v, d.get(timeout=10)]
