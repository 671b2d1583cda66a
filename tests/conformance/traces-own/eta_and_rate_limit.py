# oracle: family=eta
# oracle: about=ETA first, then the rate limit
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 2
# oracle: tolerance=0.6
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(rate_limit='1/s')
def t(n):
    return n


def main():
    rs = [t.apply_async((n,), countdown=1) for n in range(4)]
    return [r.get(timeout=20) for r in rs]
