# oracle: family=logging
# oracle: about=-l DEBUG: boot order and what a task logs
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -l DEBUG
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n):
    return n


def main():
    import time
    v = t.delay(1).get(timeout=10)
    time.sleep(0.3)
    return v
