# oracle: family=revoke
# oracle: about=AsyncResult.revoke(wait=True)
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def slow():
    import time
    time.sleep(1)


@app.task
def add(x, y):
    return x + y


def main():
    import time
    slow.delay()
    r = add.delay(1, 2)
    time.sleep(0.3)
    r.revoke(wait=True, timeout=1)
    e = r.get(timeout=10, propagate=False)
    return [r.state, type(e).__name__]
