# oracle: family=limits
# oracle: about=time_limit by control does not touch the task that runs
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n):
    import time
    time.sleep(n)
    return n


def main():
    import time
    a = t.delay(2.5)
    time.sleep(0.4)
    out = [app.control.time_limit('tasks.t', soft=0.5, hard=1, reply=True, timeout=1)]
    b = t.delay(2)
    out.append(repr(a.get(timeout=10, propagate=False)))
    out.append(repr(b.get(timeout=10, propagate=False)))
    return out
