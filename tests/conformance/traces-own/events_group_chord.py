# oracle: family=events
# oracle: about=events of a chord and its callbacks
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=1
# oracle: worker=w1: -c 2
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery import chord


@app.task
def ident(x):
    return x


@app.task
def total(v):
    return sum(v)


def main():
    import time
    v = chord([ident.s(i) for i in range(3)])(total.s()).get(timeout=20)
    time.sleep(1)
    return v
