# oracle: family=limits
# oracle: about=--time-limit and --soft-time-limit of the worker
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 --soft-time-limit=1 --time-limit=2
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task
def soft():
    import time
    time.sleep(4)


@app.task
def hard():
    import time
    from celery.exceptions import SoftTimeLimitExceeded
    try:
        time.sleep(4)
    except SoftTimeLimitExceeded:
        time.sleep(4)


def main():
    out = []
    for t in (soft, hard):
        r = t.delay()
        e = r.get(timeout=10, propagate=False)
        out.append([type(e).__name__, list(e.args), r.state])
    st = app.control.inspect(timeout=1).stats()['w1@sim']['pool']['timeouts']
    return [out, st]
