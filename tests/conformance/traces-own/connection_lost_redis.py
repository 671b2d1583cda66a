# oracle: family=connection
# oracle: about=Redis closes the connections while an early-acked task runs
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: action=on run:tasks.slow +2 do dropconnections
# oracle: timeout=60
# oracle: tolerance=4
# oracle: ignore=events
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def slow():
    import time
    time.sleep(4)
    return 'done'


@app.task
def add(x, y):
    return x + y


def main():
    import time
    r = slow.delay()
    time.sleep(5)
    n = add.delay(1, 1)
    return [r.get(timeout=20), n.get(timeout=20)]
