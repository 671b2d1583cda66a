# oracle: family=priority
# oracle: about=priority_steps of one's own on Redis, with a separator
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1 manual: -c 1 --prefetch-multiplier=1
# oracle: action=on main:start_worker do start w1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.broker_transport_options = {'priority_steps': list(range(10)), 'sep': ':', 'queue_order_strategy': 'priority'}


@app.task
def job(p):
    return p


def main():
    rs = [job.apply_async((p,), priority=p) for p in (9, 5, 0, 3, 7, 1, 6, 3)]
    rs.append(job.delay('none'))
    print('start worker')
    return [r.get(timeout=20) for r in rs]
