# oracle: family=revoke
# oracle: about=revoking the running first and the second step of a chain
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery import chain


@app.task
def slow(x):
    import time
    time.sleep(1.2)
    return x


@app.task
def add(x, y):
    return x + y


def main():
    import time
    c = chain(slow.s(1), add.s(2), add.s(3))()
    time.sleep(0.4)
    c.parent.revoke()
    e = c.parent.get(timeout=10, propagate=False)
    time.sleep(0.5)
    return [c.parent.parent.state, c.parent.state, type(e).__name__, c.state]
