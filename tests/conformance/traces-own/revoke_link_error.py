# oracle: family=revoke
# oracle: about=errbacks are not called for a revoked task
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def slow():
    import time
    time.sleep(1.2)


@app.task
def add(x, y):
    return x + y


@app.task
def note(task_id):
    return 'noted'


def main():
    import time
    slow.delay()
    r = add.apply_async((1, 2), link_error=note.s(), link=note.s())
    time.sleep(0.4)
    r.revoke()
    e = r.get(timeout=10, propagate=False)
    time.sleep(0.5)
    return [r.state, type(e).__name__]
