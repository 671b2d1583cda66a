# oracle: family=chords
# oracle: about=a member of a chord fails on a database backend: chord_unlock fails the body and calls its errback
# oracle: backend=source
# oracle: split=public
# oracle: settle=2
# oracle: timeout=60
# oracle: worker=w1: -c 3
from celery import Celery, chord

app = Celery('tasks')
app.conf.result_backend = 'db+sqlite:///results.db'


@app.task
def add(x, y):
    return x + y


@app.task
def boom():
    raise ValueError('boom')


@app.task
def total(numbers):
    return sum(numbers)


@app.task
def mourn(request, exc, traceback):
    print('errback', request.task, repr(exc))


def main():
    result = chord([add.s(1, 2), boom.s()])(total.s().on_error(mourn.s()))
    try:
        result.get(timeout=20)
    except Exception as exc:
        return [type(exc).__name__, str(exc), result.state]
