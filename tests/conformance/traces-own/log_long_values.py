# oracle: family=logging
# oracle: about=long arguments and results in the log and in events
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def big(text, n=0, **more):
    return text * 3


def main():
    import time
    big.delay('a' * 400, n=5, other=list(range(400))).get(timeout=10)
    time.sleep(0.4)
