# oracle: family=rate_limit
# oracle: about=worker_disable_rate_limits
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=0.6
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.worker_disable_rate_limits = True


@app.task(rate_limit='1/m')
def tick(n):
    return n


def main():
    import time
    time.sleep(3)
    rs = [tick.delay(i) for i in range(5)]
    return [r.get(timeout=20) for r in rs]
