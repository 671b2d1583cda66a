# oracle: family=shutdown
# oracle: about=worker_enable_soft_shutdown_on_idle: SIGTERM warm, SIGQUIT waits though nothing runs
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: keep=shutdown
# oracle: tolerance=1
# oracle: action=on main:go do kill w1 SIGQUIT
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.worker_soft_shutdown_timeout = 1.5
app.conf.worker_enable_soft_shutdown_on_idle = True


@app.task
def t(n):
    return n


def main():
    import time
    r = t.apply_async((1,), countdown=20)
    time.sleep(0.7)
    print('go')
    time.sleep(3)
    return r.state
