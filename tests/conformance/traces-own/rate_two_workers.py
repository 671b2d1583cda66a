# oracle: family=rate_limit
# oracle: about=the limit holds for each worker, two workers are twice as fast
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: tolerance=0.8
# oracle: ignore=started_on
# oracle: worker=w1: -c 1 --prefetch-multiplier=1
# oracle: worker=w2: -c 1 --prefetch-multiplier=1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(rate_limit='1/s')
def tick(n):
    return n


def main():
    import time
    time.sleep(3)
    rs = [tick.delay(i) for i in range(8)]
    v = [r.get(timeout=20) for r in rs]
    return v
