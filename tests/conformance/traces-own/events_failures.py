# oracle: family=events
# oracle: about=events of failed, retried, rejected, ignored and unregistered tasks
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery.exceptions import Ignore, Reject


@app.task
def bad():
    raise ValueError('no')


@app.task
def ignored():
    raise Ignore()


@app.task(acks_late=True)
def rejected():
    raise Reject('x', requeue=False)


@app.task(bind=True)
def again(self):
    if self.request.retries == 0:
        raise self.retry(countdown=0.3, exc=KeyError('k'))
    return 'ok'


def main():
    import time
    out = [repr(bad.delay().get(timeout=10, propagate=False))]
    time.sleep(0.3)
    ignored.delay()
    time.sleep(0.5)
    rejected.delay()
    time.sleep(0.5)
    out.append(again.delay().get(timeout=10))
    r = app.send_task('tasks.unknown')
    out.append(repr(r.get(timeout=10, propagate=False)))
    time.sleep(0.5)
    return out
