# oracle: family=shutdown
# oracle: about=SIGINT twice: cold the second time
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: keep=shutdown
# oracle: tolerance=1
# oracle: action=on run:tasks.slow +0.4 do kill w1 SIGINT
# oracle: action=on run:tasks.slow +1.4 do kill w1 SIGINT
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def slow(n):
    import time
    time.sleep(6)
    return n


def main():
    import time
    rs = [slow.delay(n) for n in range(3)]
    time.sleep(6)
    return [r.state for r in rs]
