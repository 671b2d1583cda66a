# oracle: family=expires
# oracle: about=a retry keeps the absolute expiry of the first message
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(bind=True, max_retries=5)
def t(self):
    raise self.retry(countdown=1, exc=ValueError('again'))


def main():
    r = t.apply_async(expires=1.6)
    e = r.get(timeout=10, propagate=False)
    return [r.state, type(e).__name__, str(e)]
