# oracle: family=revoke
# oracle: about=revoked without terminate while it runs, then it retries
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(bind=True, max_retries=3)
def t(self):
    import time
    time.sleep(1)
    if self.request.retries < 2:
        raise self.retry(countdown=0.5)
    return self.request.retries


def main():
    import time
    a = t.delay()
    time.sleep(0.5)
    a.revoke()
    out = repr(a.get(timeout=15, propagate=False))
    time.sleep(3)
    return [out, a.state]
