# oracle: family=logging
# oracle: about=process names and lines on solo and threads; retry and unknown task lines
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -P solo -Q a
# oracle: worker=w2: -P threads -c 2 -Q b
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery.utils.log import get_task_logger
log = get_task_logger(__name__)


@app.task(bind=True, max_retries=1)
def t(self, n):
    print('hello', n)
    log.info('task log')
    if self.request.retries < 1:
        raise self.retry(exc=ValueError('again'), countdown=0.2)
    raise KeyError('gone')


def main():
    import time
    out = []
    for q in 'ab':
        r = t.apply_async((q,), queue=q)
        out.append(repr(r.get(timeout=10, propagate=False)))
        app.send_task('no.such', queue=q)
        time.sleep(0.5)
    return out
