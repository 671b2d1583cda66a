# oracle: family=events
# oracle: about=the order of signals around a task that succeeds, fails and retries
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=1
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery import signals


@signals.task_prerun.connect
def pre(sender=None, task_id=None, args=None, **kw):
    print('prerun', sender.name, args)


@signals.task_postrun.connect
def post(sender=None, state=None, retval=None, **kw):
    print('postrun', sender.name, state, repr(retval))


@signals.task_success.connect
def ok(sender=None, result=None, **kw):
    print('success', sender.name, result)


@signals.task_failure.connect
def failed(sender=None, exception=None, **kw):
    print('failure', sender.name, repr(exception))


@signals.task_retry.connect
def retried(sender=None, reason=None, **kw):
    print('retry', sender.name, reason)


@app.task
def good(x):
    return x


@app.task
def bad():
    raise ValueError('no')


@app.task(bind=True)
def again(self):
    if self.request.retries == 0:
        raise self.retry(countdown=0.3, exc=KeyError('k'))
    return 'ok'


def main():
    out = [good.delay(1).get(timeout=10), repr(bad.delay().get(timeout=10, propagate=False)), again.delay().get(timeout=10)]
    return out
