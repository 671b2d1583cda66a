# oracle: family=acks
# oracle: about=acks_late on Redis with failures: acked by default, rejected without requeue when acks_on_failure_or_timeout is False
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(acks_late=True, acks_on_failure_or_timeout=False)
def bad():
    raise ValueError('no')


@app.task(acks_late=True)
def bad_acked():
    raise KeyError('gone')


@app.task
def early_bad():
    raise RuntimeError('early')


def main():
    import time
    rs = [t.delay() for t in (bad, bad_acked, early_bad)]
    out = [repr(r.get(timeout=10, propagate=False)) for r in rs]
    time.sleep(0.4)
    return [out, [r.state for r in rs]]
