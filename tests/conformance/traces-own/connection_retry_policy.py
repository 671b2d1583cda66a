# oracle: family=connection
# oracle: about=no broker: retry policies of the call and of the app
# oracle: split=public
# oracle: broker=redis
# oracle: env=source
from celery import Celery

app = Celery('shop', broker='redis://localhost:9/0', backend='redis://localhost:6379/1')
app.conf.task_publish_retry_policy = {'max_retries': 1, 'interval_start': 0.5}


@app.task
def add(x, y):
    return x + y


def main():
    import time
    out = []
    for kw in ({}, {'retry_policy': {'max_retries': 2, 'interval_start': 0.3, 'interval_step': 0.3}}, {'retry_policy': {'max_retries': 0}}):
        t = time.time()
        try:
            add.apply_async((1, 2), **kw)
            out.append('sent')
        except Exception as exc:
            out.append([type(exc).__name__, round(time.time() - t, 1)])
    return out
