# oracle: family=shutdown
# oracle: about=SIGQUIT on RabbitMQ with early and late tasks running, others waiting
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 2 --prefetch-multiplier=2
# oracle: worker=w2 manual: -c 1
# oracle: keep=shutdown
# oracle: tolerance=1
# oracle: action=on run:tasks.late +0.5 do kill w1 SIGQUIT
# oracle: action=on main:next do start w2
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task
def early(n):
    import time
    time.sleep(3)
    return n


@app.task(acks_late=True)
def late(n):
    import time
    time.sleep(3)
    return n


@app.task
def quick(n):
    return n


def main():
    import time
    rs = [early.delay(1), late.delay(2), quick.delay(3), quick.delay(4)]
    time.sleep(3)
    before = [r.state for r in rs]
    print('next')
    return [before, [r.get(timeout=20) for r in rs[1:]], rs[0].state]
