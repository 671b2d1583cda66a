# oracle: family=beat
# oracle: about=what beat writes on DEBUG, with a backend that does not forget results by itself
# oracle: split=public
# oracle: broker=redis
# oracle: backend=source
# oracle: beat=-l DEBUG --max-interval 2
# oracle: tolerance=0.9
# oracle: worker=w1: -c 2 -P prefork
from celery import Celery
from celery.schedules import crontab

app = Celery('shop', broker='redis://localhost:6379/0')
app.conf.beat_schedule = {'often': {'task': 'tasks.tick', 'schedule': 3.0, 'args': ('often',), 'kwargs': {'n': 1}},
                          'yearly': {'task': 'tasks.tick', 'schedule': crontab(0, 0, day_of_month=1, month_of_year=2)}}


@app.task
def tick(who, n=0):
    return who


def main():
    import time
    time.sleep(7.5)
