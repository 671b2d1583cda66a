# oracle: family=routing
# oracle: about=--purge at the start throws away what waits
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1 manual: -c 1 --purge
# oracle: action=on main:sent +0.2 do start w1
# oracle: tolerance=2
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n):
    return n


def main():
    import time
    a = t.delay(1)
    b = t.apply_async((2,), queue='other')
    print('sent')
    time.sleep(6)
    c = t.delay(3)
    return [a.state, b.state, c.get(timeout=10)]
