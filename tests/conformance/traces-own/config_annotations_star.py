# oracle: family=config
# oracle: about=annotations with *, a method, and a limit for all
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 2
# oracle: tolerance=0.8
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from celery import Task


def noted(self, exc, task_id, args, kwargs, einfo):
    print('noted', self.name, type(exc).__name__)


app.conf.task_annotations = {'*': {'on_failure': noted, 'max_retries': 7}, 'tasks.b': {'rate_limit': '3/s', 'priority': 4}}


@app.task
def a():
    raise ValueError('a')


@app.task
def b(n):
    return [b.rate_limit, b.max_retries, b.priority]


def main():
    e = repr(a.delay().get(timeout=10, propagate=False))
    rs = [b.delay(n) for n in range(4)]
    return [e, [r.get(timeout=10) for r in rs], a.max_retries]
