# oracle: family=logging
# oracle: about=worker_log_format and worker_task_log_format of one's own
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery.utils.log import get_task_logger
app.conf.worker_log_format = 'W %(levelname)s %(message)s'
app.conf.worker_task_log_format = 'T %(task_name)s %(task_id)s %(message)s'
log = get_task_logger(__name__)


@app.task
def t(n):
    log.warning('careful %s', n)
    print('printed')
    return n


def main():
    import time
    v = t.delay(1).get(timeout=10)
    time.sleep(0.3)
    return v
