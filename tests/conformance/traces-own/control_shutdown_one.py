# oracle: family=control
# oracle: about=shutdown by control of one of two workers
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -Q celery
# oracle: worker=w2: -c 1 -Q celery
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(bind=True)
def t(self):
    return self.request.hostname


def main():
    import time
    app.control.shutdown(destination=['w2@sim'])
    time.sleep(2)
    return [sorted(x for r in app.control.ping(timeout=1) for x in r), [t.delay().get(timeout=10) for _ in range(2)]]
