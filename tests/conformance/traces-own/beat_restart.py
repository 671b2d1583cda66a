# oracle: family=beat
# oracle: about=beat is stopped by SIGTERM and started again: what was missed is sent once, at once, and the next comes an interval later
# oracle: split=public
# oracle: broker=redis
# oracle: beat=--max-interval 1
# oracle: action=on main:stop do kill beat SIGTERM
# oracle: action=on main:again do start beat
# oracle: tolerance=3
# oracle: worker=w1: -c 2 -P prefork
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.beat_schedule = {'often': {'task': 'tasks.tick', 'schedule': 6.0, 'args': ('often',)},
                          'seldom': {'task': 'tasks.tick', 'schedule': 60.0, 'args': ('seldom',)}}


@app.task
def tick(who):
    return who


def main():
    import time
    time.sleep(9)
    print('stop')
    time.sleep(11)
    print('again')
    time.sleep(11)
