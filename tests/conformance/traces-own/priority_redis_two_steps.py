# oracle: family=priority
# oracle: about=two priority steps 0 and 5, priorities out of range
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1 manual: -c 1 --prefetch-multiplier=1
# oracle: action=on main:start_worker do start w1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.broker_transport_options = {'priority_steps': [0, 5]}


@app.task
def job(p):
    return p


def main():
    rs = [job.apply_async((p,), priority=p) for p in (12, 4, 5, 0, 9, 2)]
    print('start worker')
    return [r.get(timeout=20) for r in rs]
