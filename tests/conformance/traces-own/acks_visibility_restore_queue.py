# oracle: family=acks
# oracle: about=a late-acked message whose worker was killed waits in the unacked hash
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: action=on run:tasks.t +0.5 do kill w1 SIGKILL
# oracle: tolerance=4
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(acks_late=True)
def t(n):
    import time
    time.sleep(1.5)
    return n


def main():
    import time
    rs = [t.delay(n) for n in range(3)]
    time.sleep(4)
    return [r.state for r in rs]
