# oracle: family=revoke
# oracle: about=terminate on the threads pool
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -P threads
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def slow():
    import time
    time.sleep(1.5)
    return 'end'


def main():
    import time
    a = slow.delay()
    time.sleep(0.4)
    rep = app.control.revoke(a.id, terminate=True, reply=True, timeout=1)
    time.sleep(1.7)
    return [list(rep[0]['w1@sim']), a.state, str(a.result)]
