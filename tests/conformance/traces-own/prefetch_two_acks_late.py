# oracle: family=prefetch
# oracle: about=two processes, multiplier 2, acks_late on Redis: 4 unacked in all
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=1.2
# oracle: worker=w1: -c 2 --prefetch-multiplier=2
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.task_acks_late = True


@app.task
def job(n):
    import time
    time.sleep(5)
    return n


def main():
    import time
    rs = [job.delay(i) for i in range(7)]
    time.sleep(1)
    i = app.control.inspect(timeout=1)
    reserved, active = i.reserved(), i.active()
    return [len(reserved['w1@sim']), len(active['w1@sim']), [r.get(timeout=60) for r in rs]]
