# oracle: family=acks
# oracle: about=acks_late, the process dies: errbacks, the chain and on_failure
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 2
# oracle: tolerance=1.5
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
class Watch(app.Task):
    def on_failure(self, exc, task_id, args, kwargs, einfo):
        print('on_failure', type(exc).__name__)

    def after_return(self, status, retval, task_id, args, kwargs, einfo):
        print('after_return', status)


@app.task(base=Watch, acks_late=True)
def leave():
    import os
    os._exit(7)


@app.task
def add(x, y=0):
    return x + y


@app.task
def told(request, exc, tb):
    return [request.id, type(exc).__name__, str(exc)]


def main():
    import time
    from celery import chain
    r = chain(leave.s(), add.s(1)).apply_async(link_error=told.s())
    e = r.parent.get(timeout=20, propagate=False)
    time.sleep(1)
    return [type(e).__name__, str(e), r.parent.state, r.state, add.delay(1, 1).get(timeout=10)]
