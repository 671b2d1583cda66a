# oracle: family=eta
# oracle: about=two countdowns, one revoked: the prefetch count goes back for both
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=1
# oracle: worker=w1: -c 1 --prefetch-multiplier=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n):
    return n


def main():
    import time
    rs = [t.apply_async((n,), countdown=3) for n in range(2)]
    time.sleep(0.8)
    rs[0].revoke()
    v = rs[1].get(timeout=20)
    time.sleep(1)
    return [v, rs[0].state, app.control.inspect(timeout=1).stats()['w1@sim']['prefetch_count']]
