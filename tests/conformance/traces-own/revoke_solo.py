# oracle: family=revoke
# oracle: about=terminate on the solo pool is not possible
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -P solo
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def slow(n):
    import time
    time.sleep(1)
    return n


def main():
    import time
    a, b = slow.delay(1), slow.delay(2)
    time.sleep(0.3)
    b.revoke(terminate=True)
    out = [x.get(timeout=10, propagate=False) for x in (a, b)]
    time.sleep(0.3)
    return [str(x) for x in out]
