# oracle: family=priority
# oracle: about=messages of several priorities with nobody listening: the lists on Redis
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -Q other
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def job(p):
    return p


def main():
    rs = [job.apply_async((p,), priority=p) for p in (0, 2, 3, 5, 6, 8, 9)]
    return [r.state for r in rs]
