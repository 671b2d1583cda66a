# oracle: family=connection
# oracle: about=broker_connection_retry off: a worker that loses its connection ends
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
# oracle: timeout=60
# oracle: tolerance=3
# oracle: action=on run:tasks.early +6 do dropconnections
# oracle: keep=shutdown
# oracle: ignore=events
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
app.conf.broker_connection_retry = False


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
    r = early.delay(7, 'a')
    time.sleep(14)
    return r.state
