# oracle: family=revoke
# oracle: about=revoke without terminate of a running task: it goes on
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def slow():
    import time
    time.sleep(1.5)
    return 'end'


def main():
    import time
    r = slow.delay()
    time.sleep(0.5)
    r.revoke()
    time.sleep(0.4)
    mid = r.state
    time.sleep(1.5)
    return [mid, r.state, str(r.result)]
