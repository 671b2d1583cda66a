# oracle: family=revoke
# oracle: about=with mingle a worker that starts later learns what was revoked
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -Q a
# oracle: worker=w2 manual: -c 1 -Q b
# oracle: action=on main:start_second do start w2
# oracle: flags=full
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def add(x, y):
    return x + y


def main():
    import time
    r = add.apply_async((1, 2), queue='b')
    r.revoke()
    time.sleep(0.6)
    before = r.state
    print('start second')
    time.sleep(12)
    return [before, r.state, {k: len(v) for k, v in sorted(app.control.inspect(timeout=1).revoked().items())}]
