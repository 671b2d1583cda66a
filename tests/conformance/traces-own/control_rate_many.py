# oracle: family=control
# oracle: about=rate_limit by seconds, minutes and hours, replies and what registered shows
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: worker=w2: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def a():
    return 1


@app.task(rate_limit='10/m')
def b():
    return 1


def main():
    c = app.control
    show = lambda: {k: [t for t in v if t.startswith('tasks')] for k, v in sorted(c.inspect(timeout=1.5).registered().items())}
    out = [show(), sorted(c.rate_limit('tasks.a', '3/h', reply=True, timeout=1), key=str)]
    c.rate_limit('tasks.b', 0, destination=['w2@sim'], reply=True)
    c.rate_limit('tasks.a', 5, destination=['w1@sim'], reply=True)
    out.append(show())
    return out
