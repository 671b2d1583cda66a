# oracle: family=acks
# oracle: about=task_reject_on_worker_lost as a setting on Redis: the message comes back with redelivered
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: action=on run:tasks.slow#1 +0.4 do killchild w1 SIGKILL
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.update(task_acks_late=True, task_reject_on_worker_lost=True)


@app.task(bind=True)
def slow(self):
    import time
    time.sleep(1.2)
    return self.request.delivery_info.get('redelivered')


def main():
    r = slow.delay()
    return [r.get(timeout=20), r.state]
