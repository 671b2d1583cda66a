# oracle: family=pools
# oracle: about=--autoscale with prefetch, several long tasks; control.autoscale raises the bounds
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: --autoscale=2,1 --prefetch-multiplier=1
# oracle: tolerance=1.5
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task
def t(n):
    import time
    time.sleep(3)
    return n


def main():
    import time
    rs = [t.delay(n) for n in range(6)]
    time.sleep(1.2)
    i = app.control.inspect(timeout=1)
    out = [len(i.active()['w1@sim']), i.stats()['w1@sim']['autoscaler'], i.stats()['w1@sim']['prefetch_count']]
    out.append(app.control.autoscale(4, 2, reply=True))
    time.sleep(1)
    out += [i.stats()['w1@sim']['autoscaler'], i.stats()['w1@sim']['prefetch_count']]
    return [out, sorted(r.get(timeout=30) for r in rs)]
