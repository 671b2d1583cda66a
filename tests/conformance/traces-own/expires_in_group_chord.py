# oracle: family=expires
# oracle: about=an expired member of a chord: the body fails
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery import chord


@app.task
def slow(x):
    import time
    time.sleep(1.5)
    return x


@app.task
def ident(x):
    return x


@app.task
def total(v):
    return sum(v)


def main():
    c = chord([slow.s(1), ident.s(2).set(expires=0.6)])(total.s())
    e = c.get(timeout=10, propagate=False)
    return [c.state, type(e).__name__, str(e)]
