# oracle: family=control
# oracle: about=control.time_limit, heartbeat, enable_events, election; answers, and the limit holds
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(wait):
    import time
    time.sleep(wait)
    return wait


def main():
    c = app.control
    out = [c.time_limit('tasks.t', soft=1, hard=3, reply=True), c.time_limit('tasks.nosuch', soft=1, reply=True), c.heartbeat(reply=True), c.enable_events(reply=True)]
    a = t.delay(2.5)
    e = repr(a.get(timeout=15, propagate=False))
    out.append(c.time_limit('tasks.t', reply=True))
    b = t.delay(2)
    return [out, e, b.get(timeout=15)]
