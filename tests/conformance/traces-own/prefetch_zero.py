# oracle: family=prefetch
# oracle: about=worker_prefetch_multiplier=0: one worker takes everything
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: tolerance=1.2
# oracle: worker=w1: -c 1
# oracle: worker=w2 manual: -c 1
# oracle: action=on main:second do start w2
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
app.conf.worker_prefetch_multiplier = 0


@app.task(bind=True)
def job(self, n):
    import time
    time.sleep(0.3)
    return self.request.hostname


def main():
    import time
    rs = [job.delay(i) for i in range(12)]
    time.sleep(0.2)
    print('second')
    out = [r.get(timeout=30) for r in rs]
    return [out, app.control.inspect(timeout=1).stats()['w1@sim']['prefetch_count']]
