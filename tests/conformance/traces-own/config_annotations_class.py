# oracle: family=config
# oracle: about=task_annotations with a function, and a list of them
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
class Loud:
    def annotate(self, task):
        if task.name.endswith('loud'):
            return {'max_retries': 9}
        return None


def on_failure(self, exc, task_id, args, kwargs, einfo):
    print('annotated failure', type(exc).__name__)


app.conf.task_annotations = [Loud(), {'tasks.bad': {'on_failure': on_failure}, '*': {'soft_time_limit': 20}}]


@app.task
def loud():
    return 1


@app.task
def bad():
    raise ValueError('x')


def main():
    import time
    out = [loud.delay().get(timeout=10), loud.max_retries, bad.max_retries, loud.soft_time_limit]
    bad.delay().get(timeout=10, propagate=False)
    time.sleep(0.3)
    return out
