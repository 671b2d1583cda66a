# oracle: family=revoke
# oracle: about=solo: revoked while the one before runs
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
    rs = [slow.delay(n) for n in range(3)]
    time.sleep(0.3)
    rs[2].revoke()
    out = [str(x.get(timeout=10, propagate=False)) for x in rs]
    time.sleep(0.3)
    return out
