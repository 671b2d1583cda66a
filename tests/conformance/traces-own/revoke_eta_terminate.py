# oracle: family=revoke
# oracle: about=terminate of a waiting countdown and of a task in the buffer
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n, wait=0):
    import time
    time.sleep(wait)
    return n


def main():
    import time
    a = t.delay('long', 2.5)
    b = t.delay('b')
    c = t.apply_async(('c',), countdown=1)
    time.sleep(0.5)
    rep = [app.control.revoke(x.id, terminate=True, reply=True) for x in (b, c)]
    out = [repr(x.get(timeout=15, propagate=False)) for x in (a, b, c)]
    time.sleep(0.5)
    return [rep, out, [x.state for x in (a, b, c)]]
