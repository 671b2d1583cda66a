# oracle: family=limits
# oracle: about=a member of a chord runs into its hard limit
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 2
# oracle: tolerance=1.5
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery import chord


@app.task(time_limit=1)
def slow(n):
    import time
    if n == 1:
        time.sleep(10)
    return n


@app.task
def total(xs):
    return sum(xs)


@app.task
def told(request, exc, tb):
    print('told', type(exc).__name__)


def main():
    import time
    r = chord([slow.s(0), slow.s(1), slow.s(2)])(total.s().on_error(told.s()))
    try:
        r.get(timeout=15)
    except Exception as e:
        out = [type(e).__name__, str(e)[-60:]]
    time.sleep(1)
    return [out, [c.state for c in r.parent.children]]
