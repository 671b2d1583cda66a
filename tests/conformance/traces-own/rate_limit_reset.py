# oracle: family=rate_limit
# oracle: about=a limit that is taken away while tasks wait in the bucket
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(rate_limit='1/s')
def t(n):
    return n


def main():
    import time
    rs = [t.delay(n) for n in range(5)]
    time.sleep(1.5)
    out = [app.control.rate_limit('tasks.t', 0, reply=True, timeout=1)]
    out.append([r.get(timeout=20) for r in rs])
    return out
