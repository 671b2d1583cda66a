# oracle: family=routing
# oracle: about=a queue that is created on demand by the producer is used by a worker that starts later
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1 manual: -c 1 -Q late
# oracle: action=on main:start_worker do start w1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(bind=True)
def t(self, n):
    return [n, self.request.delivery_info['exchange'], self.request.delivery_info['routing_key']]


def main():
    rs = [t.apply_async((n,), queue='late') for n in range(3)]
    print('start worker')
    return [r.get(timeout=20) for r in rs]
