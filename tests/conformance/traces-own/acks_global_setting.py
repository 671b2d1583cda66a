# oracle: family=acks
# oracle: about=task_acks_late as a setting, one task opts out
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 2
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
app.conf.task_acks_late = True


@app.task
def late(n):
    import time
    time.sleep(0.6)
    return n


@app.task(acks_late=False)
def early(n):
    import time
    time.sleep(0.6)
    return n


def main():
    a = late.delay(1)
    b = early.delay(2)
    return [a.get(timeout=10), b.get(timeout=10), late.acks_late, early.acks_late]
