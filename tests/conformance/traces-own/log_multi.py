# oracle: family=logging
# oracle: about=printing of several lines, without newline, empty ones, and sys.stderr; log with extra args
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
import logging, sys
from celery.utils.log import get_task_logger, get_logger
log = get_task_logger('shop.tasks')
plain = get_logger('shop')
root = logging.getLogger()


@app.task
def t():
    print('a\nb')
    print('no newline', end='')
    print()
    print('  spaced  ')
    print('x', 'y', sep=', ')
    sys.stderr.write('err\n')
    sys.stdout.write('part1 ')
    sys.stdout.write('part2\n')
    log.info('%s and %d', 'text', 5)
    log.debug('unseen')
    plain.warning('plain %(a)s', {'a': 1})
    root.error('root')
    log.critical('critical')
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception('division')
    return {'a': 1}


def main():
    return t.delay().get(timeout=10)
