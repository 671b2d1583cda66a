# oracle: family=priority
# oracle: about=a priority separator of one's own, messages left in the lists
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -Q other
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.broker_transport_options = {'priority_steps': [0, 4, 8], 'sep': ':'}


@app.task
def job(p):
    return p


def main():
    rs = [job.apply_async((p,), priority=p) for p in (0, 3, 4, 7, 8, 9)]
    return [r.state for r in rs]
