# oracle: family=control
# oracle: about=query_task of running, waiting, scheduled and finished tasks by a list
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=1
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def slow(n):
    import time
    time.sleep(n)
    return n


def main():
    import time
    done = slow.delay(0)
    done.get(timeout=10)
    rs = [slow.delay(6), slow.delay(0), slow.apply_async((0,), countdown=60)]
    time.sleep(1)
    q = app.control.inspect(timeout=1).query_task([done.id] + [r.id for r in rs])['w1@sim']
    v = [r.get(timeout=30) for r in rs[:2]]
    return [[q[i][0] if i in q else None for i in [done.id] + [r.id for r in rs]], v]
