# oracle: family=control
# oracle: about=after pool_grow more tasks run side by side
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=1.2
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def slow(n):
    import time
    time.sleep(4)
    return n


def main():
    import time
    app.control.pool_grow(2, reply=True, timeout=1)
    time.sleep(6)
    t = time.time()
    rs = [slow.delay(i) for i in range(3)]
    v = [r.get(timeout=30) for r in rs]
    return [v, time.time() - t < 7.5]
