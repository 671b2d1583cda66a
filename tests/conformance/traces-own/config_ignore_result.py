# oracle: family=config
# oracle: about=task_ignore_result and task_store_errors_even_if_ignored
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.update(task_ignore_result=True, task_store_errors_even_if_ignored=True)


@app.task
def good():
    return 1


@app.task
def bad():
    raise ValueError('kept')


@app.task(ignore_result=False)
def wanted():
    return 2


def main():
    import time
    a, b, c = good.delay(), bad.delay(), wanted.delay()
    v = c.get(timeout=10)
    time.sleep(0.5)
    return [a.state, b.state, v, wanted.apply_async(ignore_result=True).get(timeout=1) if False else None]
