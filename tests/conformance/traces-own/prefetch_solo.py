# oracle: family=prefetch
# oracle: about=solo: what waits in the worker while a task runs
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -P solo --prefetch-multiplier=2
# oracle: worker=w2 manual: -c 1
# oracle: action=on main:sent +0.2 do start w2
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def slow(n):
    import time
    time.sleep(0.8)
    return n


def main():
    rs = [slow.delay(n) for n in range(6)]
    print('sent')
    return [r.get(timeout=30) for r in rs]
