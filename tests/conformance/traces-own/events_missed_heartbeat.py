# oracle: family=events
# oracle: about=a worker is killed: its neighbour misses its heartbeat
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: worker=w2: -c 1
# oracle: action=on main:kill_second do kill w2 SIGKILL
# oracle: flags=full
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def add(x, y):
    return x + y


def main():
    import time
    time.sleep(3)
    print('kill second')
    time.sleep(25)
    return add.delay(1, 2).get(timeout=5)
