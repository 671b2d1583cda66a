# oracle: family=eta
# oracle: about=countdowns spread over two workers
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 --prefetch-multiplier=1
# oracle: worker=w2: -c 1 --prefetch-multiplier=1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task
def t(n):
    return n


def main():
    import time
    rs = [t.apply_async((n,), countdown=1.5 + 0.5 * n) for n in range(4)]
    time.sleep(0.6)
    s = app.control.inspect(timeout=1).scheduled()
    return [sum(len(v) for v in s.values()), [r.get(timeout=20) for r in rs]]
