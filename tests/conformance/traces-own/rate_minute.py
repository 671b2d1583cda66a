# oracle: family=rate_limit
# oracle: about=rate_limit 60/m spaces tasks by a second
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=0.6
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(rate_limit='60/m')
def tick(n):
    return n


def main():
    import time
    time.sleep(3)
    rs = [tick.delay(i) for i in range(4)]
    return [[r.get(timeout=20) for r in rs], tick.rate_limit]
