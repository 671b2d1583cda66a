# oracle: family=chords
# oracle: about=a chord on a database backend: celery.chord_unlock waits, retries and sends the body
# oracle: backend=source
# oracle: split=public
# oracle: timeout=60
# oracle: worker=w1: -c 3
import time

from celery import Celery, chord

app = Celery('tasks')
app.conf.result_backend = 'db+sqlite:///results.db'


@app.task
def add(x, y):
    time.sleep(1.5)
    return x + y


@app.task
def total(numbers):
    return sum(numbers)


def main():
    result = chord([add.s(1, 2), add.s(3, 4)])(total.s())
    return result.get(timeout=20)
