# oracle: family=acks
# oracle: about=acks_late on the threads pool: ack after the run, failure acked too, Reject with requeue
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -P threads -c 2
# oracle: tolerance=0.8
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery.exceptions import Reject
seen = []


@app.task(acks_late=True)
def late(n):
    import time
    time.sleep(0.4)
    return n


@app.task(acks_late=True)
def bad():
    raise ValueError('bad')


@app.task(acks_late=True)
def again():
    seen.append(1)
    if len(seen) < 2:
        raise Reject('once more', requeue=True)
    return len(seen)


def main():
    import time
    out = [late.delay(3).get(timeout=10)]
    r = bad.delay()
    out.append(repr(r.get(timeout=10, propagate=False)))
    out.append(again.delay().get(timeout=10))
    time.sleep(0.3)
    return out
