# oracle: family=priority
# oracle: about=two queues and three steps on Redis: a step of all queues before the next step of any
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1 manual: -c 1 -Q alpha,beta --prefetch-multiplier 1
# oracle: action=on main:go do start w1
# oracle: tolerance=4
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.broker_transport_options = {'priority_steps': [0, 5, 9], 'queue_order_strategy': 'sorted'}


@app.task(acks_late=True)
def t(q, p):
    return [q, p]


def main():
    rs = [t.apply_async((q, p), queue=q, priority=p) for p in (9, 5, 0) for q in ('beta', 'alpha')]
    print('go')
    return [r.get(timeout=15) for r in rs]
