# oracle: family=prefetch
# oracle: about=two workers at once, prefetch 1, tasks of the same length: they take turns
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: tolerance=1.2
# oracle: worker=w1: -c 1 --prefetch-multiplier=1
# oracle: worker=w2: -c 1 --prefetch-multiplier=1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
app.conf.task_acks_late = True


@app.task(bind=True)
def job(self, n):
    import time
    time.sleep(1.5)
    return n


def main():
    rs = [job.delay(i) for i in range(6)]
    return [r.get(timeout=30) for r in rs]
