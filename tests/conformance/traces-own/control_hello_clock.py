# oracle: family=control
# oracle: about=clock and hello of a worker
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: flags=full
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def add(x, y):
    return x + y


def main():
    r = add.delay(1, 2)
    r.get(timeout=5)
    app.control.revoke('11111111-1111-1111-1111-111111111111')
    import time
    time.sleep(0.5)
    i = app.control.inspect(timeout=1)
    clock = i.clock()['w1@sim']
    hello = i.hello('me@there', {})
    return [sorted(clock), isinstance(clock['clock'], int), sorted(hello['w1@sim']), len(hello['w1@sim']['revoked'])]
