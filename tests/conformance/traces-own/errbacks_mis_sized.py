# oracle: family=errbacks
# oracle: about=an errback bound with three more parameters is sent as an old one, which its signature refuses
# oracle: backend=redis
# oracle: split=public
# oracle: timeout=40
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('tasks')


@app.task
def boom():
    raise ValueError('boom')


@app.task(bind=True)
def mourn(self, request, exc, traceback):
    print('errback', repr(exc))


def main():
    result = boom.apply_async(link_error=mourn.s())
    try:
        result.get(timeout=10)
    except Exception as exc:
        return [type(exc).__name__, str(exc), result.state]
