# oracle: family=limits
# oracle: about=soft limit caught, another exception raised
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=1.2
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery.exceptions import SoftTimeLimitExceeded


@app.task(soft_time_limit=1)
def work():
    import time
    try:
        time.sleep(5)
    except SoftTimeLimitExceeded:
        raise ValueError('cleaned up')


@app.task(bind=True, soft_time_limit=1, max_retries=1)
def again(self):
    import time
    try:
        time.sleep(2 if self.request.retries == 0 else 0.1)
    except SoftTimeLimitExceeded as exc:
        raise self.retry(exc=exc, countdown=0.5)
    return self.request.retries


def main():
    a = work.delay()
    e = a.get(timeout=10, propagate=False)
    b = again.delay()
    return [type(e).__name__, str(e), b.get(timeout=10)]
