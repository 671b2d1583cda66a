# oracle: family=logging
# oracle: about=-l ERROR with failures, prints and warnings
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -l ERROR
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery.utils.log import get_task_logger
log = get_task_logger(__name__)


@app.task
def t(n):
    import sys, warnings
    print('printed', n)
    print('to stderr', file=sys.stderr)
    log.warning('warned %s', n)
    log.error('an error %s', n)
    if n == 2:
        raise ValueError('two')
    return n


def main():
    rs = [t.delay(n) for n in (1, 2)]
    return [repr(r.get(timeout=10, propagate=False)) for r in rs]
