# oracle: family=logging
# oracle: about=lines for failure, retry, ignore, reject, revoked, unregistered
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=1
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery.exceptions import Ignore, Reject


@app.task
def bad(x):
    raise ValueError('no')


@app.task(throws=(KeyError,))
def expected():
    raise KeyError('usual')


@app.task
def ignored():
    raise Ignore('because')


@app.task(acks_late=True)
def rejected():
    raise Reject('not mine', requeue=False)


@app.task(bind=True)
def again(self):
    if self.request.retries == 0:
        raise self.retry(countdown=0.3, exc=KeyError('k'))
    return {'a': 1}


def main():
    import time
    for t in (lambda: bad.delay('arg'), expected.delay, again.delay, lambda: app.send_task('tasks.unknown', (1,), {'k': 2})):
        t().get(timeout=10, propagate=False)
        time.sleep(0.2)
    for t in (ignored, rejected):
        t.delay()
        time.sleep(0.4)
