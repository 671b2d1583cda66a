# oracle: family=config
# oracle: about=task_track_started as a setting, result_extended, result_expires
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.update(task_track_started=True, result_extended=True, result_expires=600)


@app.task
def slow(n):
    import time
    time.sleep(0.8)
    return n


def main():
    import time
    r = slow.apply_async((1,), {}, queue='celery')
    time.sleep(0.5)
    mid = [r.state, sorted(r.info) if r.info else None, r.name, r.args, r.kwargs, r.queue, r.worker]
    v = r.get(timeout=10)
    return [mid, v, r.name, r.args, r.queue, r.worker, r.retries]
