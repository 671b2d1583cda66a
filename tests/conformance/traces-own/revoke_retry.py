# oracle: family=revoke
# oracle: about=a task that waits for its retry is revoked
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(bind=True, max_retries=3)
def t(self):
    raise self.retry(countdown=1.5, exc=ValueError('again'))


def main():
    import time
    r = t.delay()
    time.sleep(0.7)
    before = r.state
    r.revoke()
    time.sleep(0.3)
    mid = r.state
    time.sleep(1.6)
    return [before, mid, r.state]
