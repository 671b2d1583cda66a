# oracle: family=beat
# oracle: about=beat is stopped and started again before an entry is due: the interval goes on from the last run, which the schedule file keeps
# oracle: split=public
# oracle: broker=redis
# oracle: beat=
# oracle: action=on main:stop do kill beat SIGTERM
# oracle: action=on main:again do start beat
# oracle: tolerance=0.9
# oracle: worker=w1: -c 2 -P prefork
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.beat_schedule = {'often': {'task': 'tasks.tick', 'schedule': 10.0, 'args': ('often',)}}


@app.task
def tick(who):
    return who


def main():
    import time
    time.sleep(14)
    print('stop')
    time.sleep(2)
    print('again')
    time.sleep(9)
