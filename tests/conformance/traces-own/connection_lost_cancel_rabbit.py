# oracle: family=connection
# oracle: about=worker_cancel_long_running_tasks_on_connection_loss cuts a late acknowledged task off, and it runs again
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
# oracle: timeout=60
# oracle: tolerance=3
# oracle: action=on run:tasks.late#1 +6 do dropconnections
# oracle: ignore=events
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
app.conf.worker_cancel_long_running_tasks_on_connection_loss = True


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
    r = late.delay(9, 'a')
    time.sleep(20)
    return r.get(timeout=20)
