# oracle: family=acks
# oracle: about=acks_late and retry: the first message is acked after the retry is published
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(bind=True, acks_late=True, max_retries=2, default_retry_delay=0.5)
def flaky(self):
    if self.request.retries < 2:
        raise self.retry(exc=ValueError('try %d' % self.request.retries))
    return self.request.retries


def main():
    r = flaky.delay()
    return [r.get(timeout=15), r.state]
