# oracle: family=routing
# oracle: about=queue_order_strategy priority: the first queue is emptied first
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1 manual: -c 1 -Q b,a --prefetch-multiplier=1
# oracle: action=on main:start_worker do start w1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.broker_transport_options = {'queue_order_strategy': 'priority'}


@app.task
def t(name):
    return name


def main():
    rs = [t.apply_async(('a%d' % i,), queue='a') for i in range(3)] + [t.apply_async(('b%d' % i,), queue='b') for i in range(3)]
    print('start worker')
    return [r.get(timeout=20) for r in rs]
