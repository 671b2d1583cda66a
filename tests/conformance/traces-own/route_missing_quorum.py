# oracle: family=routing
# oracle: about=task_create_missing_queue_type and exchange type of queues that are made on the way
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 -Q celery
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
app.conf.task_create_missing_queue_type = 'quorum'
app.conf.task_create_missing_queue_exchange_type = 'topic'


@app.task
def t():
    return 1


def main():
    r = t.delay()
    t.apply_async(queue='fresh')
    return r.get(timeout=10)
