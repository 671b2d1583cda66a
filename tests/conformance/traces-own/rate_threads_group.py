# oracle: family=rate_limit
# oracle: about=a group of rate limited tasks on threads
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -P threads -c 4
# oracle: tolerance=0.8
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery import group


@app.task(rate_limit='4/s')
def t(n):
    return n


def main():
    import time
    r = group(t.s(n) for n in range(6))()
    return sorted(r.get(timeout=15))
