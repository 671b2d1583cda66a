# oracle: family=eta
# oracle: about=countdown with acks_late, link and a chain whose second step has a countdown
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 2
# oracle: tolerance=0.8
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery import chain


@app.task(acks_late=True)
def add(x, y):
    return x + y


def main():
    r = add.apply_async((1, 1), countdown=1, link=add.s(10).set(countdown=1))
    c = chain(add.s(1, 2), add.s(3).set(countdown=1.5), add.s(4)).apply_async()
    out = [r.get(timeout=10), c.get(timeout=15)]
    out.append(r.children[0].get(timeout=10))
    return out
