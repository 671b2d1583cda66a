# oracle: family=beat
# oracle: about=beat is killed and started again: the schedule file is as it was written last, after the first task it sent
# oracle: split=public
# oracle: broker=redis
# oracle: beat=
# oracle: action=on main:stop do kill beat SIGKILL
# oracle: action=on main:again do start beat
# oracle: tolerance=0.9
# oracle: worker=w1: -c 2 -P prefork
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.beat_schedule = {'often': {'task': 'tasks.tick', 'schedule': 3.0, 'args': ('often',)},
                          'seldom': {'task': 'tasks.tick', 'schedule': 17.0, 'args': ('seldom',)}}


@app.task
def tick(who):
    return who


def main():
    import time
    time.sleep(11.5)
    print('stop')
    time.sleep(1)
    print('again')
    time.sleep(10)
