# oracle: family=control
# oracle: about=cancel_consumer of the default queue, added again later
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n):
    return n


def main():
    import time
    a = app.control.cancel_consumer('celery', reply=True, timeout=1)
    r = t.delay(1)
    time.sleep(1.2)
    before = r.state
    q = app.control.inspect(timeout=1).active_queues()
    b = app.control.add_consumer('celery', reply=True, timeout=1)
    return [a, before, q, b, r.get(timeout=10)]
