# oracle: family=events
# oracle: about=events of a task that the hard limit stops, and of a lost process
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(time_limit=1)
def stuck():
    import time
    time.sleep(5)


@app.task
def leave():
    import os
    os._exit(7)


def main():
    import time
    a = stuck.delay()
    e = a.get(timeout=10, propagate=False)
    time.sleep(1)
    b = leave.delay()
    f = b.get(timeout=10, propagate=False)
    time.sleep(0.5)
    return [type(e).__name__, type(f).__name__]
