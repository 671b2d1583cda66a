# oracle: family=rate_limit
# oracle: about=the limit is taken away while tasks wait in the bucket
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=0.8
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(rate_limit='6/m')
def tick(n):
    return n


def main():
    import time
    time.sleep(3)
    rs = [tick.delay(i) for i in range(4)]
    time.sleep(1)
    before = [r.state for r in rs]
    rep = app.control.rate_limit('tasks.tick', '0', reply=True, timeout=1)
    more = tick.delay(9)
    return [before, rep, more.get(timeout=30)]
