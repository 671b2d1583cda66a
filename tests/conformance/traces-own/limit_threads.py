# oracle: family=limits
# oracle: about=limits on the threads pool are ignored
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -P threads
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(time_limit=1)
def work():
    import time
    time.sleep(1.8)
    return 'not stopped'


@app.task(soft_time_limit=1)
def soft():
    import time
    time.sleep(1.8)
    return 'not stopped either'


def main():
    return [work.delay().get(timeout=10), soft.delay().get(timeout=10)]
