# oracle: family=expires
# oracle: about=expires as number and datetime on RabbitMQ: the queue drops the message, nobody hears of it
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1 manual: -c 1
# oracle: action=on main:start_worker do start w1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task
def add(x, y):
    return x + y


def main():
    import datetime
    import time
    now = datetime.datetime.now(datetime.timezone.utc)
    a = add.apply_async((1, 1), expires=0.5)
    b = add.apply_async((2, 2), expires=now + datetime.timedelta(seconds=0.5))
    c = add.apply_async((3, 3), expires=30)
    time.sleep(1)
    print('start worker')
    v = c.get(timeout=20)
    return [v, a.state, b.state]
