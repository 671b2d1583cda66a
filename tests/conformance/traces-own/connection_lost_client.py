# oracle: family=connection
# oracle: about=the client's connection is closed between two calls
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
# oracle: action=on main:now do dropconnections
# oracle: tolerance=3
# oracle: timeout=60
# oracle: ignore=events
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task
def add(x, y):
    return x + y


def main():
    import time
    a = add.delay(1, 1).get(timeout=10)
    time.sleep(6)
    print('now')
    time.sleep(2)
    b = add.delay(2, 2).get(timeout=30)
    return [a, b]
