# oracle: family=logging
# oracle: about=-l WARNING: only what is a warning or worse
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -l WARNING
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery.utils.log import get_task_logger

log = get_task_logger(__name__)


@app.task
def speak():
    print('printed')
    log.info('info line')
    log.warning('warning line')
    log.error('error %s', 'line')
    return 1


@app.task
def bad():
    raise ValueError('x')


def main():
    import time
    speak.delay().get(timeout=10)
    bad.delay().get(timeout=10, propagate=False)
    time.sleep(0.3)
