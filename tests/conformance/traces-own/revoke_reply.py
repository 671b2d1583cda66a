# oracle: family=revoke
# oracle: about=revoke and terminate with replies, of a running, a waiting and an unknown task
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def slow():
    import time
    time.sleep(4)


@app.task
def add(x, y):
    return x + y


def main():
    import time
    s = slow.delay()
    a = add.delay(1, 2)
    time.sleep(0.5)
    out = [app.control.revoke(a.id, reply=True, timeout=1)]
    out.append(app.control.revoke('unknown', terminate=True, reply=True, timeout=1))
    out.append(app.control.revoke(s.id, terminate=True, reply=True, timeout=1))
    time.sleep(0.5)
    return [[list(r['w1@sim']) for r in out], s.state, a.state]
