# oracle: family=events
# oracle: about=events on solo and threads pools with a revoked, retried and rejected one
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -P solo
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery.exceptions import Reject, Ignore


@app.task(bind=True, max_retries=1)
def again(self):
    if not self.request.retries:
        raise self.retry(countdown=0.3)
    return 'ok'


@app.task(acks_late=True)
def no():
    raise Reject('no', requeue=False)


@app.task
def ignored():
    raise Ignore()


@app.task
def t(n):
    return n


def main():
    import time
    a = again.delay()
    out = [a.get(timeout=10)]
    no.delay()
    ignored.delay()
    x = t.apply_async((1,), countdown=1.5)
    time.sleep(0.3)
    x.revoke()
    y = t.apply_async((1,), expires=-5)
    time.sleep(2.5)
    return out + [x.state, y.state, t.delay(4).get(timeout=5)]
