# oracle: family=protocol
# oracle: about=protocol 1: chain, group in a chain, retry, links
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.task_protocol = 1

from celery import chain, group


@app.task
def add(x, y=0):
    return x + y


@app.task(bind=True, max_retries=2)
def again(self, x):
    if self.request.retries < 1:
        raise self.retry(countdown=0.2)
    return [x, self.request.retries]


@app.task
def say(*args):
    print('said')
    return args


@app.task
def fails():
    raise ValueError('no')


def main():
    out = [chain(add.s(1, 2), add.s(3), add.s(4))().get(timeout=10)]
    out.append(again.delay(5).get(timeout=10))
    r = add.apply_async((1, 1), link=say.s('l'))
    out.append(r.get(timeout=10))
    e = fails.apply_async(link_error=say.si('err'))
    out.append(repr(e.get(timeout=10, propagate=False)))
    out.append(group(add.s(i, i) for i in range(2))().get(timeout=10))
    import time
    time.sleep(0.5)
    return out
