# oracle: family=events
# oracle: about=task-received of a task with eta and expires; two workers
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: worker=w2: -c 1 -Q other
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n):
    return n


def main():
    import time
    a = t.apply_async((1,), countdown=1, expires=60)
    b = t.apply_async((2,), queue='other')
    out = [a.get(timeout=10), b.get(timeout=10)]
    time.sleep(0.5)
    return out
