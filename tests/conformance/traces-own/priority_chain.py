# oracle: family=priority
# oracle: about=priority of signatures in a chain and a group
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=1.2
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery import chain, group


@app.task(bind=True)
def pri(self, *args):
    return self.request.delivery_info['priority']


def main():
    a = chain(pri.s().set(priority=3), pri.s().set(priority=6), pri.s())()
    av = [a.parent.parent.get(timeout=10), a.parent.get(timeout=10), a.get(timeout=10)]
    g = group(pri.s().set(priority=9), pri.s()).apply_async(priority=4)
    return [av, g.get(timeout=10)]
