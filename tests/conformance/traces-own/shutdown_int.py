# oracle: family=shutdown
# oracle: about=SIGINT: the first is warm, and its exit code
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: keep=shutdown
# oracle: tolerance=1
# oracle: action=on run:tasks.slow +0.4 do kill w1 SIGINT
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def slow(n):
    import time
    time.sleep(1.5)
    return n


def main():
    import time
    rs = [slow.delay(n) for n in range(3)]
    out = rs[0].get(timeout=10)
    time.sleep(2)
    return [out, [r.state for r in rs]]
