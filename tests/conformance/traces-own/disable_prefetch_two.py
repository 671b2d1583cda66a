# oracle: family=prefetch
# oracle: about=worker_disable_prefetch with two processes and a long task: nothing is reserved
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=1.2
# oracle: worker=w1: -c 2 --disable-prefetch
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def job(n, wait):
    import time
    time.sleep(wait)
    return n


def main():
    import time
    rs = [job.delay('a', 5), job.delay('b', 5)]
    time.sleep(0.7)
    rs += [job.delay(i, 0.2) for i in range(3)]
    time.sleep(0.7)
    i = app.control.inspect(timeout=1)
    r = i.reserved()
    return [{k: len(v) for k, v in r.items()}, [r.get(timeout=30) for r in rs]]
