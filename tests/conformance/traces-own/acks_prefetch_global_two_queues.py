# oracle: family=acks
# oracle: about=prefetch of one process over two queues, acks late
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 -Q one,two --prefetch-multiplier 1
# oracle: tolerance=3
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(acks_late=True)
def t(q, n):
    import time
    time.sleep(0.3)
    return [q, n]


def main():
    rs = [t.apply_async((q, n), queue=q) for n in range(3) for q in ('one', 'two')]
    return [r.get(timeout=20) for r in rs]
