# oracle: family=protocol
# oracle: about=delivery_mode, and a task id of one's own
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: tolerance=1
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(bind=True)
def t(self):
    return self.request.id


@app.task(delivery_mode='transient')
def u():
    return 1


def main():
    return [t.apply_async(delivery_mode=1, task_id='my-id').get(timeout=10), u.delay().get(timeout=10), t.apply_async(task_id='my-id').get(timeout=10)]
