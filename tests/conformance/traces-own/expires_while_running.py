# oracle: family=expires
# oracle: about=a task that is running when it expires goes on; one in the queue of another worker expires there
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=1
# oracle: worker=w1: -c 1 --prefetch-multiplier=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def slow(n):
    import time
    time.sleep(2)
    return n


def main():
    rs = [slow.apply_async((i,), expires=1.2) for i in range(3)]
    out = [r.get(timeout=20, propagate=False) for r in rs]
    return [[type(x).__name__ for x in out], [r.state for r in rs]]
