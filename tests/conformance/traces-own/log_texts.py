# oracle: family=logging
# oracle: about=logger.info with a dict, exc_info of a retry, unicode, percent signs and braces
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery.utils.log import get_task_logger
log = get_task_logger('shop')


@app.task(bind=True, max_retries=1, default_retry_delay=0.2)
def t(self):
    log.info('100%% of %s', {'a': 1})
    log.info('{braces} žluť')
    log.warning('two\nlines')
    log.log(35, 'odd level')
    try:
        raise ValueError('inner')
    except ValueError as e:
        if self.request.retries == 0:
            raise self.retry(exc=e)
        raise RuntimeError('outer') from e


def main():
    return repr(t.delay().get(timeout=10, propagate=False))
