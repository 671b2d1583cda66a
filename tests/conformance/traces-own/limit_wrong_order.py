# oracle: family=limits
# oracle: about=soft above hard raises in the caller
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(soft_time_limit=5, time_limit=2)
def wrong():
    return 1


@app.task
def right():
    return 2


def main():
    out = []
    try:
        wrong.delay()
    except Exception as exc:
        out.append([type(exc).__name__, str(exc)])
    try:
        out.append(right.apply_async(soft_time_limit=9, time_limit=3).get(timeout=10))
    except Exception as exc:
        out.append([type(exc).__name__, str(exc)])
    return out
