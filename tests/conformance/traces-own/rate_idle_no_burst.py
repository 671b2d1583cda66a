# oracle: family=rate_limit
# oracle: about=a pause gives no burst later
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
    time.sleep(3)
    rs = [tick.delay(i) for i in range(2)]
    v = [r.get(timeout=20) for r in rs]
    time.sleep(3)
    rs = [tick.delay(i) for i in range(3)]
    return v + [r.get(timeout=20) for r in rs]
