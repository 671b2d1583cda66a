# oracle: family=acks
# oracle: about=acks_late with a hard limit and reject, two tasks behind
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 --prefetch-multiplier=2
# oracle: tolerance=2
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(bind=True, acks_late=True, acks_on_failure_or_timeout=False, time_limit=1)
def slow(self, n):
    import time
    if n == 0 and not self.request.delivery_info.get('redelivered'):
        time.sleep(10)
    return [n, self.request.delivery_info.get('redelivered')]


def main():
    import time
    rs = [slow.delay(n) for n in range(3)]
    time.sleep(9)
    return [[r.state, r.result if r.state == 'SUCCESS' else str(r.result)] for r in rs]
