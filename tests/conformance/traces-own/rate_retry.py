# oracle: family=rate_limit
# oracle: about=a retried task passes the bucket again
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=0.6
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(bind=True, rate_limit='1/s', max_retries=3)
def tick(self):
    if self.request.retries < 2:
        raise self.retry(countdown=0.1)
    return self.request.retries


def main():
    import time
    time.sleep(3)
    return tick.delay().get(timeout=20)
