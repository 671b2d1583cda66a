# oracle: family=connection
# oracle: about=no broker at the address: what delay() raises with amqp
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: env=source
from celery import Celery

app = Celery('shop', broker='amqp://guest:guest@localhost:9//', backend='redis://localhost:6379/1')


@app.task
def add(x, y):
    return x + y


def main():
    out = []
    for kw in ({}, {'retry': False}, {'retry_policy': {'max_retries': 1, 'interval_start': 0}}):
        try:
            add.apply_async((1, 2), **kw)
        except Exception as exc:
            out.append([type(exc).__name__, type(exc).__module__, str(exc)])
    return out
