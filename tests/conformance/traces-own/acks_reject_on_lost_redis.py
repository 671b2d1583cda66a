# oracle: family=acks
# oracle: about=acks_late and reject_on_worker_lost on Redis: the process dies once, the message comes back behind others
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 --prefetch-multiplier=2
# oracle: tolerance=1.5
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(bind=True, acks_late=True, reject_on_worker_lost=True)
def fragile(self, n):
    import os, signal, time
    time.sleep(0.5)
    if n == 1 and not self.request.delivery_info.get('redelivered'):
        os.kill(os.getpid(), signal.SIGKILL)
    return [n, self.request.delivery_info.get('redelivered'), self.request.retries]


def main():
    rs = [fragile.delay(n) for n in range(3)]
    return [r.get(timeout=25) for r in rs]
