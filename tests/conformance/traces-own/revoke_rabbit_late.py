# oracle: family=revoke
# oracle: about=acks_late, reject_on_worker_lost and terminate on RabbitMQ; two workers
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 --prefetch-multiplier=1
# oracle: worker=w2: -c 1 --prefetch-multiplier=1 -Q other
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(acks_late=True, reject_on_worker_lost=True)
def t(n, wait=0):
    import time
    time.sleep(wait)
    return n


def main():
    import time
    a = t.delay('a', 6)
    b = t.delay('b')
    time.sleep(1)
    rep = app.control.revoke([a.id, b.id], terminate=True, signal='SIGKILL', reply=True)
    out = [repr(x.get(timeout=15, propagate=False)) for x in (a, b)]
    time.sleep(1)
    rev = app.control.inspect(timeout=1).revoked()
    return [rep, out, {k: sorted(v) == sorted([a.id, b.id]) for k, v in rev.items()}, t.delay('c').get(timeout=15)]
