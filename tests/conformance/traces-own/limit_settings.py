# oracle: family=limits
# oracle: about=task_time_limit and task_soft_time_limit as settings; per call they are overridden
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.update(task_soft_time_limit=1, task_time_limit=3)


@app.task
def work(wait):
    import time
    time.sleep(wait)
    return wait


def main():
    a = work.delay(2)
    e = a.get(timeout=10, propagate=False)
    b = work.apply_async((1.4,), soft_time_limit=5, time_limit=6)
    return [type(e).__name__, b.get(timeout=10)]
