# oracle: family=acks
# oracle: about=sys.exit and KeyboardInterrupt in a task on prefork: nothing stored, the process lives
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def leave():
    import sys
    sys.exit(3)


@app.task
def interrupt():
    raise KeyboardInterrupt()


@app.task
def pid():
    import os
    return os.getpid()


def main():
    import time
    p = pid.delay().get(timeout=10)
    out = []
    for t in (leave, interrupt):
        r = t.delay()
        out.append(str(r.get(timeout=15, propagate=False)))
        time.sleep(6)
    return [out, pid.delay().get(timeout=10) == p]
