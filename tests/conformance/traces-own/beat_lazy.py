# oracle: family=beat
# oracle: about=BeatLazyFunc is called by beat each time it sends; a function that raises is told and the entry goes on
# oracle: split=public
# oracle: broker=redis
# oracle: beat=--max-interval 1
# oracle: tolerance=0.9
# oracle: worker=w1: -c 2 -P prefork
from celery import Celery
from celery.beat import BeatLazyFunc

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
calls = []


def count(by, plus=0):
    calls.append(by)
    return len(calls) * by + plus


def broken():
    raise ValueError('no value today')


app.conf.beat_schedule = {
    'counts': {'task': 'tasks.tick', 'schedule': 8.0, 'args': (BeatLazyFunc(count, 10), 'plain'),
               'kwargs': {'more': BeatLazyFunc(count, 1, plus=100)}},
    'breaks': {'task': 'tasks.tick', 'schedule': 10.0, 'args': (BeatLazyFunc(broken), 'x')},
}


@app.task
def tick(n, text, more=None):
    return [n, text, more]


def main():
    import time
    time.sleep(23)
