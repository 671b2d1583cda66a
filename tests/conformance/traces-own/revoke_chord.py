# oracle: family=revoke
# oracle: about=a waiting member of a chord is revoked; and the body itself
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery import chord


@app.task
def t(n, wait=0):
    import time
    time.sleep(wait)
    return n


@app.task
def total(xs):
    return sum(xs)


def main():
    import time
    r = chord([t.s(1, 1.5), t.s(2), t.s(3)])(total.s())
    time.sleep(0.4)
    r.parent.children[1].revoke()
    a = repr(r.get(timeout=15, propagate=False))
    s = chord([t.s(4, 1), t.s(5)])(total.s())
    time.sleep(0.3)
    s.revoke()
    b = repr(s.get(timeout=15, propagate=False))
    time.sleep(1)
    return [a, b, r.state, s.state, [c.state for c in r.parent.children]]
