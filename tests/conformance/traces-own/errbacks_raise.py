# oracle: family=errbacks
# oracle: about=an errback that raises takes the place of the failure, and is called again
# oracle: backend=redis
# oracle: split=public
# oracle: timeout=40
# oracle: worker=w1: -c 1
import time

from celery import Celery

app = Celery('tasks')


@app.task
def boom():
    raise ValueError('boom')


@app.task
def mourn(request, exc, traceback):
    print('errback', repr(exc))
    raise KeyError('errback')


def main():
    result = boom.apply_async(link_error=mourn.s())
    time.sleep(1)
    try:
        result.get(timeout=10)
    except Exception as exc:
        return [type(exc).__name__, str(exc), result.state]
