# oracle: family=routing
# oracle: about=queues added later join the round robin
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=1
# oracle: worker=w1 manual: -c 1 -Q mail,video,audio --prefetch-multiplier=1
# oracle: action=on main:start_worker do start w1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(name):
    return name


def main():
    rs = [t.apply_async(('%s%d' % (q, i),), queue=q) for q in ('mail', 'video', 'audio') for i in range(3)]
    print('start worker')
    return [r.get(timeout=30) for r in rs]
