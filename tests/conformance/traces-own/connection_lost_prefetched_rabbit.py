# oracle: family=connection
# oracle: about=RabbitMQ closes the connection: what was prefetched comes again, what ran goes on
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
    rs = [early.delay(8 if i == 0 else 0.3, str(i)) for i in range(4)]
    time.sleep(14)
    return [r.get(timeout=20) for r in rs]
