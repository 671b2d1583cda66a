# oracle: family=prefetch
# oracle: about=each waiting ETA task raises the prefetch count by one, and lowers it when due
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 --prefetch-multiplier=2
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task
def t(n):
    return n


def main():
    import time
    rs = []
    for n in range(3):
        rs.append(t.apply_async((n,), countdown=2.5 + n))
        time.sleep(0.4)
    i = app.control.inspect(timeout=1)
    out = [i.stats()['w1@sim']['prefetch_count'], len(i.scheduled()['w1@sim'])]
    out.append([r.get(timeout=20) for r in rs])
    time.sleep(0.5)
    return out
