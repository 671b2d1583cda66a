# oracle: family=acks
# oracle: about=acks_late in a chain: the next step is sent before the ack
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: tolerance=1
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from celery import chain


@app.task(acks_late=True)
def one(x):
    return x + 1


@app.task(acks_late=True)
def bad(x):
    raise ValueError('no')


def main():
    a = chain(one.s(1), one.s(), one.s())()
    b = chain(one.s(1), bad.s(), one.s())()
    return [a.get(timeout=10), repr(b.parent.get(timeout=10, propagate=False)), b.state]
