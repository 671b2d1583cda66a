# oracle: family=priority
# oracle: about=priorities outside of 0 to 9, and how they are served
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=3
# oracle: worker=w1 manual: -c 1 --prefetch-multiplier 1
# oracle: action=on main:go do start w1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.worker_prefetch_multiplier = 1


@app.task
def t(p):
    return p


def main():
    rs = [t.apply_async((p,), priority=p) for p in (12, -1, 9, 5, 3, 0, 2, 7)]
    print('go')
    return [r.get(timeout=15) for r in rs]
