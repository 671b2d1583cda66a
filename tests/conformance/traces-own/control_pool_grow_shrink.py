# oracle: family=control
# oracle: about=pool_grow and pool_shrink by several, prefetch follows
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 2 --prefetch-multiplier=2
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
def main():
    import time
    i = app.control.inspect(timeout=1)
    look = lambda: [i.stats()['w1@sim']['pool']['max-concurrency'], i.stats()['w1@sim']['prefetch_count']]
    out = [look(), app.control.pool_grow(2, reply=True, timeout=1)]
    time.sleep(0.4)
    out += [look(), app.control.pool_shrink(3, reply=True, timeout=1)]
    time.sleep(0.4)
    out.append(look())
    return out
