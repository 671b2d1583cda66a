# oracle: family=expires
# oracle: about=expired in the queue of a thread pool: it runs or not
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -P threads -c 1
# oracle: tolerance=0.8
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n, wait=0):
    import time
    time.sleep(wait)
    return n


def main():
    rs = [t.delay('long', 2), t.apply_async(('x',), expires=1), t.apply_async(('y',), expires=10)]
    return [repr(r.get(timeout=15, propagate=False)) for r in rs]
