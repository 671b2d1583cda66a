# oracle: family=routing
# oracle: about=one worker on two RabbitMQ queues with prefetch 1
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1 manual: -c 1 -Q a,b --prefetch-multiplier=1
# oracle: action=on main:start_worker do start w1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
app.conf.task_acks_late = True


@app.task
def t(name):
    import time
    time.sleep(0.1)
    return name


def main():
    rs = [t.apply_async(('a%d' % i,), queue='a') for i in range(3)] + [t.apply_async(('b%d' % i,), queue='b') for i in range(3)]
    print('start worker')
    return [r.get(timeout=20) for r in rs]
