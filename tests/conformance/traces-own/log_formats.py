# oracle: family=logging
# oracle: about=worker_log_format and worker_task_log_format of one's own
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.worker_task_log_format = '[%(asctime)s: %(levelname)s/%(processName)s] <%(task_name)s> %(message)s'
from celery.utils.log import get_task_logger

log = get_task_logger(__name__)


@app.task
def speak():
    log.info('info line')
    return 1


def main():
    import time
    speak.delay().get(timeout=10)
    time.sleep(0.3)
