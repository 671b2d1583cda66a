# oracle: family=events
# oracle: about=send_event of a task, and argsrepr
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(bind=True)
def work(self, secret):
    for i in range(3):
        self.send_event('task-progress', done=i, of=3)
    return 'x' * 5


def main():
    import time
    r = work.apply_async(('hunter2',), argsrepr="('***',)", shadow='nice name')
    v = r.get(timeout=10)
    time.sleep(0.5)
    return v
