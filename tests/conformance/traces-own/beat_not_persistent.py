# oracle: family=beat
# oracle: about=-S celery.beat:Scheduler keeps nothing: after a restart each entry waits for one interval
# oracle: split=public
# oracle: broker=redis
# oracle: beat=-S celery.beat:Scheduler
# oracle: action=on main:stop do kill beat SIGTERM
# oracle: action=on main:again do start beat
# oracle: tolerance=0.9
# oracle: worker=w1: -c 2 -P prefork
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.beat_schedule = {'often': {'task': 'tasks.tick', 'schedule': 5.0, 'args': ('often',)}}


@app.task
def tick(who):
    return who


def main():
    import time
    time.sleep(8.5)
    print('stop')
    time.sleep(4)
    print('again')
    time.sleep(8.5)
