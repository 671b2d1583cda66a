# oracle: family=acks
# oracle: about=threads, prefetch 1, late acks: when the next one comes
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -P threads -c 1 --prefetch-multiplier=1
# oracle: tolerance=2
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(acks_late=True)
def t(n):
    import time
    time.sleep(0.3)
    return n


def main():
    rs = [t.delay(n) for n in range(4)]
    return [r.get(timeout=60) for r in rs]
