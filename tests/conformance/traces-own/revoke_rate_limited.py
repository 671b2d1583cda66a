# oracle: family=revoke
# oracle: about=a task that waits in the rate limit's bucket is revoked
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=0.6
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(rate_limit='1/s')
def tick(n):
    return n


def main():
    import time
    rs = [tick.delay(i) for i in range(4)]
    time.sleep(0.4)
    rs[2].revoke()
    v = [r.get(timeout=20, propagate=False) for r in rs]
    return [type(x).__name__ for x in v]
