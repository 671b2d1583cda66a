# oracle: family=routing
# oracle: about=task_queues without the default queue: tasks without a queue wait where nobody listens
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from kombu import Queue
app.conf.task_queues = [Queue('a'), Queue('b')]


@app.task
def t(n):
    return n


def main():
    import time
    a = t.delay(1)
    b = t.apply_async((2,), queue='a')
    v = b.get(timeout=10)
    time.sleep(0.3)
    return [a.state, v]
