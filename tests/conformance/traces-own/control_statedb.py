# oracle: family=control
# oracle: about=--statedb keeps what is revoked over a restart
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1 manual: -c 1 --statedb=w1.state
# oracle: action=on main:start_first do start w1
# oracle: action=on main:stop_first do kill w1 SIGTERM
# oracle: action=on main:again do start w1
# oracle: timeout=60
# oracle: tolerance=3
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def add(x, y):
    return x + y


def main():
    import time
    print('start first')
    time.sleep(5)
    r = add.apply_async((1, 2), countdown=30)
    app.control.revoke(r.id)
    s = add.signature((3, 4))
    t = s.freeze()
    app.control.revoke(t.id)
    time.sleep(1)
    print('stop first')
    time.sleep(4)
    add.apply_async((3, 4), task_id=t.id)
    add.apply_async((5, 6))
    print('again')
    time.sleep(6)
    return [r.state, t.state, {k: len(v) for k, v in sorted(app.control.inspect(timeout=1).revoked().items())}]
