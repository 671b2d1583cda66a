# oracle: family=beat
# oracle: about=a schedule class of the program's own decides by is_due(); one that is not due when its time comes keeps all others waiting
# oracle: split=public
# oracle: broker=redis
# oracle: beat=--max-interval 3
# oracle: tolerance=0.9
# oracle: worker=w1: -c 2 -P prefork
from celery import Celery
from celery.schedules import schedule, schedstate

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')


class Twice(schedule):
    left = 2

    def is_due(self, last_run_at):
        due, following = super().is_due(last_run_at)
        if due:
            if self.left == 0:
                return schedstate(False, 100.0)
            self.left -= 1
        return schedstate(due, following)

    def __reduce__(self):
        return type(self), (self.run_every,)


app.conf.beat_schedule = {'twice': {'task': 'tasks.tick', 'schedule': Twice(4.0)},
                          'plain': {'task': 'tasks.tock', 'schedule': 7.0}}


@app.task
def tick():
    return 'tick'


@app.task
def tock():
    return 'tock'


def main():
    import time
    time.sleep(18)
