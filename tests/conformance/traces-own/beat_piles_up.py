# oracle: family=beat
# oracle: about=no worker runs: each message waits; those with expires are revoked once it comes
# oracle: split=public
# oracle: broker=redis
# oracle: beat=
# oracle: action=on main:go do start w1
# oracle: tolerance=3
# oracle: worker=w1 manual: -c 1 -P prefork
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.beat_schedule = {'keeps': {'task': 'tasks.tick', 'schedule': 10.0, 'args': ('keeps',)},
                          'expires': {'task': 'tasks.tock', 'schedule': 10.0, 'args': ('expires',), 'options': {'expires': 1}}}


@app.task
def tick(who):
    return who


@app.task
def tock(who):
    return who


def main():
    import time
    time.sleep(25)
    print('go')
    time.sleep(4.4)
