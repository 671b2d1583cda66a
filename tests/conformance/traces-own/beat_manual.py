# oracle: family=beat
# oracle: about=beat is started while the program runs
# oracle: split=public
# oracle: broker=redis
# oracle: beat=manual
# oracle: action=on main:go do start beat
# oracle: tolerance=0.9
# oracle: worker=w1: -c 2 -P prefork
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')


@app.on_after_configure.connect
def setup(sender, **kwargs):
    sender.add_periodic_task(6.0, tick.s('unnamed'))
    sender.add_periodic_task(9.0, tick.si('named'), name='a name', expires=30)
    sender.add_periodic_task(10.0, tick.s('to mail').set(queue='mail'), name='mail')


@app.task
def tick(who):
    return who


def main():
    import time
    time.sleep(2)
    print('go')
    time.sleep(17)
    return sorted(app.conf.beat_schedule)
