# oracle: family=beat
# oracle: about=the broker closes beat's connection: the next task is sent over a new one
# oracle: split=public
# oracle: broker=redis
# oracle: beat=--max-interval 1
# oracle: action=on main:drop do dropconnections
# oracle: tolerance=0.9
# oracle: worker=w1: -c 2 -P prefork
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.beat_schedule = {'often': {'task': 'tasks.tick', 'schedule': 3.0, 'args': ('often',)}}


@app.task
def tick(who):
    return who


def main():
    import time
    time.sleep(4.5)
    print('drop')
    time.sleep(6)
