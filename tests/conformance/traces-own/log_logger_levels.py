# oracle: family=logging
# oracle: about=loggers by name, exceptions with exc_info, and levels set in the task
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
import logging
from celery.utils.log import get_task_logger

log = get_task_logger('shop.tasks')
quiet = logging.getLogger('quiet')
quiet.setLevel(logging.ERROR)


@app.task
def speak():
    quiet.warning('too low')
    quiet.error('high enough')
    logging.info('root info')
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception('it broke')
    log.warning('with %s and %d', 'text', 5)
    return 1


def main():
    import time
    speak.delay().get(timeout=10)
    time.sleep(0.3)
