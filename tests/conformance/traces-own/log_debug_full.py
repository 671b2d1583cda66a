# oracle: family=logging
# oracle: about=-l DEBUG with mingle, gossip and heartbeat
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -l DEBUG
# oracle: flags=full
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def add(x, y):
    return x + y


def main():
    import time
    r = add.apply_async((1, 2), countdown=1).get(timeout=10)
    time.sleep(0.3)
    return r
