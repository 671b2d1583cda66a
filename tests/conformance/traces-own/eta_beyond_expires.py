# oracle: family=eta
# oracle: about=a countdown longer than expires: revoked when due
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n):
    return n


def main():
    a = t.apply_async((1,), countdown=2.5, expires=1)
    b = t.apply_async((2,), countdown=1, expires=30)
    v = b.get(timeout=10)
    e = a.get(timeout=10, propagate=False)
    return [v, a.state, type(e).__name__, str(e)]
