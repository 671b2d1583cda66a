# oracle: family=priority
# oracle: about=two queues and priorities on Redis: step 0 of all queues goes before step 3 of any
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1 manual: -c 1 -Q a,b --prefetch-multiplier=1
# oracle: action=on main:start_worker do start w1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def job(name):
    return name


def main():
    rs = []
    for q in 'ab':
        for p in (6, 0, 3):
            rs.append(job.apply_async(('%s%d' % (q, p),), queue=q, priority=p))
    print('start worker')
    return [r.get(timeout=20) for r in rs]
