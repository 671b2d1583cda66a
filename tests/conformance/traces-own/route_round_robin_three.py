# oracle: family=routing
# oracle: about=three queues with different loads in one worker on Redis
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1 manual: -c 1 -Q a,b,c --prefetch-multiplier=1
# oracle: action=on main:start_worker do start w1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(name):
    return name


def main():
    rs = []
    for q, n in (('a', 4), ('b', 1), ('c', 3)):
        rs += [t.apply_async(('%s%d' % (q, i),), queue=q) for i in range(n)]
    print('start worker')
    return [r.get(timeout=20) for r in rs]
