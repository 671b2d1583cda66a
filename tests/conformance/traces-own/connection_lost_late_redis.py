# oracle: family=connection
# oracle: about=Redis drops the connections while a late acknowledged task runs
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: timeout=60
# oracle: tolerance=3
# oracle: action=on run:tasks.late#1 +3 do dropconnections
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
    rs = [late.delay(6, 'a'), late.delay(0.3, 'b')]
    time.sleep(18)
    return [r.get(timeout=20) for r in rs]
