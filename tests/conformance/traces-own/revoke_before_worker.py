# oracle: family=revoke
# oracle: about=revoked before any worker ran: nobody heard of it, the task runs
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=3
# oracle: worker=w1 manual: -c 1
# oracle: action=on main:start_worker do start w1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def add(x, y):
    return x + y


def main():
    r = add.delay(1, 2)
    r.revoke()
    print('start worker')
    return [r.get(timeout=20), r.state]
