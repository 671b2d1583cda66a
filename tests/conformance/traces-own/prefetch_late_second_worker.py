# oracle: family=prefetch
# oracle: about=a second worker that starts late gets only what the first did not reserve
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=1.2
# oracle: worker=w1: -c 1 --prefetch-multiplier=3
# oracle: worker=w2 manual: -c 1 --prefetch-multiplier=3
# oracle: action=on main:second do start w2
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(bind=True)
def job(self, n):
    import time
    time.sleep(10 if n == 0 else 0.5)
    return [n, self.request.hostname]


def main():
    import time
    rs = [job.delay(i) for i in range(6)]
    time.sleep(0.5)
    print('second')
    return [r.get(timeout=30) for r in rs]
