# oracle: family=expires
# oracle: about=expires with a countdown: shorter, longer, and while the task waits for its process
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=0.8
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n, wait=0):
    import time
    time.sleep(wait)
    return n


def main():
    import time
    a = t.apply_async(('a',), countdown=1, expires=3)
    b = t.apply_async(('b',), countdown=2, expires=1)
    c = t.delay('long', 2.5)
    time.sleep(0.2)
    d = t.apply_async(('d',), countdown=1, expires=2)
    out = [repr(r.get(timeout=15, propagate=False)) for r in (a, b, c, d)]
    time.sleep(0.3)
    return [out, [r.state for r in (a, b, c, d)]]
