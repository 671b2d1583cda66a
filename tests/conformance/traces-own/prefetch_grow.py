# oracle: family=prefetch
# oracle: about=pool_grow while tasks wait: how much more is taken
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 --prefetch-multiplier=1
# oracle: tolerance=3
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n):
    import time
    time.sleep(3 + n * 0.3)
    return n


def main():
    import time
    rs = [t.delay(n) for n in range(8)]
    time.sleep(0.5)
    i = app.control.inspect(timeout=1)
    before = [len(i.active()['w1@sim']), len(i.reserved()['w1@sim'])]
    app.control.pool_grow(2, reply=True)
    time.sleep(0.7)
    after = [len(i.active()['w1@sim']), len(i.reserved()['w1@sim'])]
    n = i.stats()['w1@sim']['prefetch_count']
    return [before, after, n, [r.get(timeout=30) for r in rs]]
