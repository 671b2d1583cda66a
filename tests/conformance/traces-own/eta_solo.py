# oracle: family=eta
# oracle: about=countdowns on the solo pool behind a task that runs over them
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -P solo
# oracle: tolerance=0.8
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n, wait=0):
    import time
    time.sleep(wait)
    return n


def main():
    rs = [t.apply_async((n,), countdown=c) for n, c in (('b', 1.2), ('a', 0.6))]
    rs.append(t.delay('long', 2))
    rs.append(t.delay('last'))
    return [r.get(timeout=20) for r in rs]
