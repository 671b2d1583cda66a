# oracle: family=shutdown
# oracle: about=SIGTERM while ETA tasks and a running one are held
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: worker=w2 manual: -c 1
# oracle: action=on run:tasks.t +0.4 do kill w1 SIGTERM
# oracle: action=on run:tasks.t +1 do start w2
# oracle: tolerance=3
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n):
    import time
    time.sleep(1)
    return n


def main():
    import time
    rs = [t.delay(1), t.apply_async((2,), countdown=3), t.apply_async((3,), countdown=4)]
    vals = [r.get(timeout=30) for r in rs]
    return vals
