# oracle: family=limits
# oracle: about=one member of a group runs into its soft limit
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 2
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery import group


@app.task(soft_time_limit=1)
def work(wait):
    import time
    time.sleep(wait)
    return wait


def main():
    g = group(work.s(0.3), work.s(3))()
    out = g.get(timeout=10, propagate=False)
    return [out[0], type(out[1]).__name__, g.successful(), g.failed(), g.completed_count()]
