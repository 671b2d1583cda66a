# oracle: family=limits
# oracle: about=limits of two workers: solo and threads, neither stops a task
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -P solo -Q a
# oracle: worker=w2: -P threads -c 2 -Q b
# oracle: tolerance=0.8
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(time_limit=1.5, soft_time_limit=0.7)
def t(n):
    import time
    time.sleep(2)
    return n


def main():
    rs = [t.apply_async((q,), queue=q) for q in 'ab']
    return [r.get(timeout=15) for r in rs]
