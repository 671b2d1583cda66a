# oracle: family=shutdown
# oracle: about=SIGTERM of a solo worker in mid-task
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -P solo
# oracle: keep=shutdown
# oracle: tolerance=1
# oracle: action=on run:tasks.slow +0.3 do kill w1 SIGTERM
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def slow(n):
    import time
    time.sleep(1.2)
    return n


def main():
    import time
    rs = [slow.delay(n) for n in range(4)]
    time.sleep(4)
    return [r.state for r in rs]
