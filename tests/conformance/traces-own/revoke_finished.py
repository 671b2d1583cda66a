# oracle: family=revoke
# oracle: about=revoking a finished task keeps its result
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def add(x, y):
    return x + y


@app.task
def bad():
    raise ValueError('x')


def main():
    import time
    a = add.delay(1, 2)
    b = bad.delay()
    a.get(timeout=10)
    b.get(timeout=10, propagate=False)
    a.revoke()
    b.revoke()
    time.sleep(0.5)
    return [a.state, a.result, b.state]
