# oracle: family=acks
# oracle: about=acks_late, reject_on_worker_lost and acks_on_failure_or_timeout=False: a lost process and a failure
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
# oracle: tolerance=1.5
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(bind=True, acks_late=True, reject_on_worker_lost=True, acks_on_failure_or_timeout=False)
def fragile(self):
    import os
    if not self.request.delivery_info.get('redelivered'):
        os._exit(1)
    raise ValueError('second time')


@app.task(acks_late=True, acks_on_failure_or_timeout=False)
def lost():
    import os
    os._exit(2)


def main():
    import time
    r = fragile.delay()
    e = r.get(timeout=20, propagate=False)
    s = lost.delay()
    f = s.get(timeout=20, propagate=False)
    time.sleep(0.5)
    return [repr(e), str(f), r.state, s.state]
