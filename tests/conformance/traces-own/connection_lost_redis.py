# oracle: family=connection
# oracle: about=Redis drops the connections while a task runs and others wait in the worker
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: timeout=60
# oracle: tolerance=3
# oracle: action=on run:tasks.early +3 do dropconnections
# oracle: ignore=events
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(acks_late=True)
def late(n, tag):
    import time
    time.sleep(n)
    return tag


@app.task
def early(n, tag):
    import time
    time.sleep(n)
    return tag


def main():
    import time
    rs = [early.delay(6 if i == 0 else 0.3, str(i)) for i in range(4)]
    time.sleep(12)
    return [r.get(timeout=20) for r in rs]
