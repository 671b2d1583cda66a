# oracle: family=connection
# oracle: about=RabbitMQ closes the connection of a worker that holds tasks until their ETA
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
# oracle: timeout=60
# oracle: tolerance=3
# oracle: action=on run:tasks.early +6 do dropconnections
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
    r = early.apply_async((0.2, 'later'), countdown=14)
    early.delay(0.2, 'now')
    time.sleep(18)
    return r.get(timeout=20)
