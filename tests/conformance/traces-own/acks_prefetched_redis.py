# oracle: family=acks
# oracle: about=a worker that is stopped gives back what it had taken, and the next one runs it in reverse
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=10
# oracle: worker=w1: -c 1
# oracle: worker=w2 manual: -c 1
# oracle: action=on run:tasks.t +0.5 do kill w1 SIGTERM
# oracle: action=on run:tasks.t +3 do start w2
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n):
    import time
    time.sleep(1)
    return n


def main():
    rs = [t.delay(n) for n in range(5)]
    return [r.get(timeout=30) for r in rs]
