# oracle: family=logging
# oracle: about=the signals after_setup_logger and after_setup_task_logger
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
import logging
from celery.signals import after_setup_logger, after_setup_task_logger
from celery.utils.log import get_task_logger

log = get_task_logger(__name__)


@after_setup_logger.connect
def main_logger(logger=None, loglevel=None, **kw):
    logger.setLevel(logging.WARNING)


@app.task
def speak():
    log.info('info line')
    log.warning('warning line')
    return 1


def main():
    import time
    v = speak.delay().get(timeout=10)
    time.sleep(0.3)
    return v
