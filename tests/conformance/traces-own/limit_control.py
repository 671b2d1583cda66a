# oracle: family=limits
# oracle: about=control.time_limit changes the limits of a task while the worker runs
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def work():
    import time
    time.sleep(2.5)
    return 'end'


def main():
    first = app.control.time_limit('tasks.work', soft=1, reply=True, timeout=1)
    a = work.delay()
    e = a.get(timeout=10, propagate=False)
    second = app.control.time_limit('tasks.work', soft=None, hard=None, reply=True, timeout=1)
    b = work.delay()
    return [first, type(e).__name__, second, b.get(timeout=10)]
