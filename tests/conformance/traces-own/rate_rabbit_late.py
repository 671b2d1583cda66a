# oracle: family=rate_limit
# oracle: about=rate limit with acks_late and two processes
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 2
# oracle: tolerance=0.8
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(rate_limit='2/s', acks_late=True)
def t(n):
    import time
    time.sleep(0.2)
    return n


@app.task
def free(n):
    return n


def main():
    rs = [t.delay(n) for n in range(5)]
    rs += [free.delay(n) for n in range(2)]
    return [r.get(timeout=15) for r in rs]
