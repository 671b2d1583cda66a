# oracle: family=limits
# oracle: about=soft limit with link_error and a handler of the task
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=1
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery import Task


class Noisy(Task):
    def on_failure(self, exc, task_id, args, kwargs, einfo):
        print('on_failure', type(exc).__name__)


@app.task(base=Noisy, soft_time_limit=1, time_limit=10)
def stuck():
    import time
    time.sleep(6)


@app.task
def note(request, exc, traceback):
    print('errback', type(exc).__name__)


def main():
    import time
    r = stuck.apply_async(link_error=note.s())
    e = r.get(timeout=10, propagate=False)
    time.sleep(1)
    return [type(e).__name__, r.state]
