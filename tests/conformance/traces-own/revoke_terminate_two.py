# oracle: family=revoke
# oracle: about=terminate two running tasks of two processes at once, a third waits
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 2
# oracle: tolerance=1.5
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n, wait=0):
    import time
    time.sleep(wait)
    return n


def main():
    import time
    rs = [t.delay(1, 9), t.delay(2, 9), t.delay(3)]
    time.sleep(1)
    app.control.revoke([r.id for r in rs[:2]], terminate=True)
    out = [type(r.get(timeout=15, propagate=False)).__name__ for r in rs]
    time.sleep(0.5)
    return [out, [r.state for r in rs]]
