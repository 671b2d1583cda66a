# oracle: family=logging
# oracle: about=worker_redirect_stdouts=False
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.worker_redirect_stdouts = False


@app.task
def speak():
    print('only on the terminal')
    return 1


def main():
    import time
    speak.delay().get(timeout=10)
    time.sleep(0.3)
