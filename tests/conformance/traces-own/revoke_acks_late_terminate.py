# oracle: family=revoke
# oracle: about=terminate of a task with acks_late: acked, does not come back
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(acks_late=True)
def slow():
    import time
    time.sleep(4)


@app.task
def add(x, y):
    return x + y


def main():
    import time
    r = slow.delay()
    time.sleep(0.6)
    r.revoke(terminate=True)
    e = r.get(timeout=10, propagate=False)
    time.sleep(0.7)
    return [r.state, type(e).__name__, add.delay(1, 1).get(timeout=10)]
