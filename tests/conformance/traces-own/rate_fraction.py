# oracle: family=rate_limit
# oracle: about=0.5/s and 30/m, control.rate_limit to the same task while it waits
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=0.8
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(rate_limit='0.5/s')
def slow(n):
    return n


@app.task(rate_limit='30/m')
def minute(n):
    return n


def main():
    import time
    rs = [slow.delay(n) for n in range(4)] + [minute.delay(n) for n in range(3)]
    time.sleep(0.5)
    out = [app.control.rate_limit('tasks.slow', '5/s', reply=True), app.control.rate_limit('tasks.nosuch', '5/s', reply=True),
           app.control.rate_limit('tasks.slow', '5/x', reply=True)]
    return [out, [r.get(timeout=15) for r in rs]]
