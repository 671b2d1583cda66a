# oracle: family=control
# oracle: about=heartbeat() and ping() by hand, and what broadcast gives
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def add(x, y):
    return x + y


def main():
    import time
    out = [add.delay(1, 2).get(timeout=5)]
    out.append(app.control.heartbeat())
    out.append(app.control.ping(timeout=1))
    out.append(app.control.broadcast('ping', reply=True, timeout=1))
    out.append(app.control.broadcast('ping', reply=True, timeout=1, destination=['w1@sim', 'w9@sim']))
    out.append(app.control.broadcast('nosuch', reply=True, timeout=1))
    out.append(app.control.broadcast('ping'))
    time.sleep(0.5)
    return out
