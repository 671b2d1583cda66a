# oracle: family=limits
# oracle: about=two processes, hard limits of two tasks at once, a third waits
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 2
# oracle: tolerance=1.5
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(time_limit=1)
def stuck(n):
    import time
    time.sleep(20)


@app.task
def quick(n):
    return n


def main():
    a, b = stuck.delay(1), stuck.delay(2)
    c, d = quick.delay(3), stuck.apply_async((4,), time_limit=2)
    return [str(x.get(timeout=20, propagate=False)) for x in (a, b, c, d)]
