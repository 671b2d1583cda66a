# oracle: family=beat
# oracle: about=what beat writes when it is stopped; its signal beat_init
# oracle: split=public
# oracle: broker=redis
# oracle: beat=
# oracle: keep=shutdown
# oracle: tolerance=0.9
# oracle: worker=w1: -c 1 -P prefork
from celery import Celery
from celery.signals import beat_init

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.beat_schedule = {'often': {'task': 'tasks.tick', 'schedule': 6.0, 'args': ('often',)}}


@beat_init.connect
def begun(sender, **kwargs):
    tick.delay('begun: ' + type(sender).__name__)


@app.task
def tick(who):
    return who


def main():
    import time
    time.sleep(11)
