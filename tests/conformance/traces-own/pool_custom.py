# oracle: family=pools
# oracle: about=-P custom without the variable
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -P prefork
# oracle: worker=w2 manual: -P custom
# oracle: action=on main:go do start w2
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n):
    return n


def main():
    import time
    print('go')
    time.sleep(4)
    return [t.delay(1).get(timeout=10), app.control.ping(timeout=1)]
