# oracle: family=acks
# oracle: about=os._exit in a task: WorkerLostError, the pool goes on
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def leave(code):
    import os
    os._exit(code)


@app.task
def add(x, y):
    return x + y


def main():
    r = leave.delay(3)
    e = r.get(timeout=20, propagate=False)
    return [type(e).__name__, str(e), add.delay(2, 2).get(timeout=10)]
