# oracle: family=logging
# oracle: about=what two workers say to and of each other
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
# oracle: worker=w2 manual: -c 1
# oracle: action=on main:start_second do start w2
# oracle: action=on main:stop_second do kill w2 SIGTERM
# oracle: flags=full
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task
def add(x, y):
    return x + y


def main():
    import time
    print('start second')
    time.sleep(9)
    r = add.delay(1, 2).get(timeout=5)
    print('stop second')
    time.sleep(6)
    return r
