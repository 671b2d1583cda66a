# oracle: family=expires
# oracle: about=expires while the rate limit holds a task back
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -P solo
# oracle: tolerance=0.8
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(rate_limit='1/s')
def t(n):
    return n


def main():
    rs = [t.apply_async((n,), expires=2) for n in range(5)]
    return [repr(r.get(timeout=15, propagate=False)) for r in rs]
