# oracle: family=beat
# oracle: about=-B: a worker's own beat sends, and the worker tells of it as Beat
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=0.9
# oracle: worker=w1: -c 1 -P prefork -B -s beat-one
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.beat_schedule = {'often': {'task': 'tasks.tick', 'schedule': 7.0, 'args': ('often',)}}


@app.task
def tick(who):
    return who


def main():
    import time
    time.sleep(16)
