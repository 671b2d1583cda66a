# oracle: family=protocol
# oracle: about=a call that cannot be encoded: before_task_publish was sent
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery.signals import after_task_publish, before_task_publish
seen = []


@before_task_publish.connect
def before(sender=None, headers=None, body=None, **kw):
    seen.append(['before', sender, headers['argsrepr']])


@after_task_publish.connect
def after(sender=None, **kw):
    seen.append(['after', sender])


@app.task
def add(x, y):
    return 3


def main():
    for call in (lambda: add.delay(1, {2}), lambda: add.apply_async((1, 2), serializer='nope'), lambda: add.apply_async((1, 2), compression='nope'), lambda: add.delay(1)):
        try:
            call()
        except Exception as exc:
            seen.append([type(exc).__name__, str(exc)])
    seen.append(add.delay(1, 2).get(timeout=10))
    return seen
