# oracle: family=routing
# oracle: about=queue_order_strategy sorted
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1 manual: -c 1 -Q b,c,a --prefetch-multiplier=1
# oracle: action=on main:start_worker do start w1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.broker_transport_options = {'queue_order_strategy': 'sorted'}


@app.task
def t(name):
    return name


def main():
    rs = [t.apply_async(('%s%d' % (q, i),), queue=q) for q in 'cba' for i in range(2)]
    print('start worker')
    return [r.get(timeout=20) for r in rs]
