# oracle: family=eta
# oracle: about=retry with an eta, and the header it makes
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(bind=True)
def t(self):
    import datetime
    if self.request.retries == 0:
        raise self.retry(eta=datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=1.2))
    return self.request.retries


def main():
    r = t.delay()
    return [r.get(timeout=20), r.state]
