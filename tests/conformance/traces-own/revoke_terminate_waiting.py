# oracle: family=revoke
# oracle: about=terminate of tasks that wait behind the running one
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=0.8
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def slow(n):
    import time
    time.sleep(1.5)
    return n


def main():
    import time
    rs = [slow.delay(n) for n in range(4)]
    time.sleep(0.5)
    out = [app.control.revoke(rs[2].id, terminate=True, reply=True, timeout=1)]
    out.append([r.state for r in rs])
    rs[1].revoke(terminate=True, signal='SIGKILL')
    time.sleep(4)
    out.append([r.state for r in rs])
    return [repr(x) for x in out]
