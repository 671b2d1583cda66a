# oracle: family=protocol
# oracle: about=task_protocol=1: another message, the same outcome
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.task_protocol = 1


@app.task(bind=True)
def add(self, x, y):
    return [x + y, self.request.retries]


@app.task
def bad():
    raise ValueError('x')


def main():
    a = add.delay(1, 2).get(timeout=10)
    b = add.apply_async((1,), {'y': 5}, countdown=0.5).get(timeout=10)
    c = bad.delay().get(timeout=10, propagate=False)
    return [a, b, repr(c)]
