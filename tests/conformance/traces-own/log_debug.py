# oracle: family=logging
# oracle: about=-l DEBUG
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -l DEBUG
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery.utils.log import get_task_logger

log = get_task_logger(__name__)


@app.task
def speak():
    log.debug('debug line')
    log.info('info line')
    return 1


def main():
    import time
    speak.delay().get(timeout=10)
    time.sleep(0.3)
