# oracle: family=revoke
# oracle: about=an id is revoked before the message is sent
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def add(x, y):
    return x + y


def main():
    import time
    app.control.revoke('my-own-id')
    time.sleep(0.4)
    r = add.apply_async((1, 2), task_id='my-own-id')
    e = r.get(timeout=10, propagate=False)
    time.sleep(0.3)
    return [r.state, type(e).__name__, str(e), app.control.inspect(timeout=1).revoked()]
