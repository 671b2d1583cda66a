# oracle: family=logging
# oracle: about=worker_redirect_stdouts_level
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.worker_redirect_stdouts_level = 'INFO'


@app.task
def speak():
    import sys
    print('one', 2, 'three')
    print('two\nlines')
    print('to stderr', file=sys.stderr)
    sys.stdout.write('no newline')
    print()
    return 1


def main():
    import time
    speak.delay().get(timeout=10)
    time.sleep(0.3)
