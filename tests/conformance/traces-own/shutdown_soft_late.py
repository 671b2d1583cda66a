# oracle: family=shutdown
# oracle: about=soft shutdown with acks_late: one task ends in time, one does not
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 2
# oracle: worker=w2 manual: -c 1
# oracle: keep=shutdown
# oracle: tolerance=5
# oracle: action=on run:tasks.late#2 +0.3 do kill w1 SIGQUIT
# oracle: action=on main:next do start w2
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.worker_soft_shutdown_timeout = 2


@app.task(acks_late=True)
def late(n, wait):
    import time
    time.sleep(wait)
    return n


def main():
    import time
    rs = [late.delay('short', 1.2), late.delay('long', 5), late.delay('waits', 0)]
    time.sleep(5)
    before = [r.state for r in rs]
    print('next')
    return [before, [r.get(timeout=25) for r in rs]]
