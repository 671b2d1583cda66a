# oracle: family=connection
# oracle: about=RabbitMQ closes the connection while a late acknowledged task runs: the message comes again, the task runs twice
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
# oracle: timeout=60
# oracle: tolerance=3
# oracle: action=on run:tasks.late +6 do dropconnections
# oracle: ignore=events
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(acks_late=True)
def late(n, tag):
    import time
    time.sleep(n)
    return tag


@app.task
def early(n, tag):
    import time
    time.sleep(n)
    return tag


def main():
    import time
    r = late.delay(8, 'a')
    time.sleep(20)
    return r.get(timeout=20)
