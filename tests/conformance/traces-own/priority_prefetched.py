# oracle: family=priority
# oracle: about=what is prefetched already is not overtaken by a higher priority
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: tolerance=1.2
# oracle: worker=w1: -c 1 --prefetch-multiplier=2
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from kombu import Queue
app.conf.task_queues = [Queue('celery', max_priority=10)]


@app.task
def job(name):
    import time
    time.sleep(0.6)
    return name


def main():
    import time
    rs = [job.apply_async(('low%d' % i,), priority=1) for i in range(6)]
    time.sleep(0.2)
    rs.append(job.apply_async(('high',), priority=9))
    return [r.get(timeout=20) for r in rs]
