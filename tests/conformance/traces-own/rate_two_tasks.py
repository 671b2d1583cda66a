# oracle: family=rate_limit
# oracle: about=two limited tasks have a bucket each
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
# oracle: tolerance=0.6
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(rate_limit='1/s')
def a(n):
    return n


@app.task(rate_limit='2/s')
def b(n):
    return n


def main():
    import time
    time.sleep(3)
    rs = [t.delay(i) for i in range(4) for t in (a, b)]
    return [r.get(timeout=20) for r in rs]
