# oracle: family=limits
# oracle: about=acks_late and a soft limit that is not caught; retry on a soft limit
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
# oracle: tolerance=0.8
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from celery.exceptions import SoftTimeLimitExceeded


@app.task(acks_late=True, soft_time_limit=1)
def plain():
    import time
    time.sleep(5)


@app.task(bind=True, soft_time_limit=1, max_retries=1, autoretry_for=(SoftTimeLimitExceeded,), retry_backoff=False, default_retry_delay=0)
def again(self):
    import time
    if self.request.retries == 0:
        time.sleep(5)
    return self.request.retries


def main():
    r = plain.delay()
    e = r.get(timeout=15, propagate=False)
    s = again.delay()
    return [repr(e), r.state, s.get(timeout=15)]
