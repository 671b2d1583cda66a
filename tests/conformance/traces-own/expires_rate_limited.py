# oracle: family=expires
# oracle: about=expires while it waits in the rate limit bucket
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(rate_limit='1/s')
def t(n):
    return n


def main():
    rs = [t.apply_async((n,), expires=1.5) for n in range(5)]
    return [repr(r.get(timeout=20, propagate=False)) for r in rs]
