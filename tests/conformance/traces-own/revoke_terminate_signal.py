# oracle: family=revoke
# oracle: about=terminate with SIGKILL
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=2
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery.exceptions import SoftTimeLimitExceeded


@app.task
def slow():
    import time
    try:
        time.sleep(4)
    except SoftTimeLimitExceeded:
        return 'soft'
    return 'end'


@app.task
def add(x, y):
    return x + y


def main():
    import time
    r = slow.delay()
    time.sleep(0.6)
    app.control.revoke(r.id, terminate=True, signal='SIGKILL')
    e = r.get(timeout=10, propagate=False)
    nxt = add.delay(1, 1).get(timeout=10)
    return [type(e).__name__, r.state, nxt]
