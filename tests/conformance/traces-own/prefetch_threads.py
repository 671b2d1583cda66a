# oracle: family=prefetch
# oracle: about=threads, three wide, multiplier 1: what is active and reserved
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -P threads -c 3 --prefetch-multiplier=1
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n):
    import time
    time.sleep(2)
    return n


def main():
    import time
    rs = [t.delay(n) for n in range(9)]
    time.sleep(0.7)
    i = app.control.inspect(timeout=1)
    out = [len(i.active()['w1@sim']), len(i.reserved()['w1@sim']), i.stats()['w1@sim']['prefetch_count']]
    return [out, [r.get(timeout=30) for r in rs]]
