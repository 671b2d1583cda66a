# oracle: family=acks
# oracle: about=revoked and expired tasks with acks_late are acked when they are dropped
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=1
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.task_acks_late = True


@app.task
def slow():
    import time
    time.sleep(2.5)


@app.task
def add(x, y):
    return x + y


def main():
    import time
    s = slow.delay()
    a = add.delay(1, 2)
    b = add.apply_async((3, 4), expires=1)
    time.sleep(0.5)
    a.revoke()
    s.get(timeout=10)
    time.sleep(1)
    return [a.state, b.state]
