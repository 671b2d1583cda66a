# oracle: family=acks
# oracle: about=Reject in a task with early ack has nothing left to reject
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery.exceptions import Reject


@app.task
def nope(requeue):
    raise Reject('not mine', requeue=requeue)


def main():
    import time
    a = nope.delay(False)
    b = nope.delay(True)
    time.sleep(1.5)
    return [a.state, b.state]
