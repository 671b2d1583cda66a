# oracle: family=chords
# oracle: about=chord_unlock goes to the queue of the body, inside a task too, with the interval of the settings
# oracle: backend=source
# oracle: split=public
# oracle: timeout=60
# oracle: worker=w1: -c 3 -Q celery,sums
import time

from celery import Celery, chain, chord, group

app = Celery('tasks')
app.conf.result_backend = 'db+sqlite:///results.db'
app.conf.result_chord_retry_interval = 0.8


@app.task
def add(x, y):
    time.sleep(1.4)
    return x + y


@app.task(queue='sums')
def total(numbers):
    return sum(numbers)


def main():
    result = chain(add.s(1, 2), group(add.s(3), add.s(4)), total.s()).apply_async(priority=4)
    return result.get(timeout=20)
