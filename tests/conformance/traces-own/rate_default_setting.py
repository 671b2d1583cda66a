# oracle: family=rate_limit
# oracle: about=task_default_rate_limit, and its list in inspect registered
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=0.6
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.task_default_rate_limit = '2/s'


@app.task
def tick(n):
    return n


@app.task(rate_limit='5/s')
def fast(n):
    return n


def main():
    import time
    time.sleep(3)
    rs = [tick.delay(i) for i in range(4)]
    reg = app.control.inspect(timeout=1).registered('rate_limit')['w1@sim']
    return [[r.get(timeout=20) for r in rs], [t for t in reg if t.startswith('tasks.')]]
