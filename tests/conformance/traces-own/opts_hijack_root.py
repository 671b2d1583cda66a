# oracle: family=logging
# oracle: about=worker_hijack_root_logger off: the program's own handlers stay
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
import logging
app.conf.worker_hijack_root_logger = False
logging.basicConfig(format='MINE %(levelname)s %(name)s %(message)s', level=logging.INFO)


@app.task
def t(n):
    logging.getLogger('shop').info('sold %s', n)
    print('printed')
    return n


def main():
    import time
    v = t.delay(1).get(timeout=10)
    time.sleep(0.3)
    return v
