# oracle: family=rate_limit
# oracle: about=a number as the limit, a fraction, and None
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(rate_limit=2)
def two(n):
    return n


@app.task(rate_limit='0.5/s')
def half(n):
    return n


@app.task(rate_limit=None)
def free(n):
    return n


def main():
    import time
    time.sleep(3)
    rs = [two.delay(i) for i in range(3)] + [half.delay(i) for i in range(3)] + [free.delay(i) for i in range(3)]
    return [r.get(timeout=20) for r in rs]
