# oracle: family=routing
# oracle: about=queue as an attribute of a task, and send_task with a queue
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 -Q celery,mine,other
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(bind=True, queue='mine')
def t(self):
    return self.request.delivery_info['routing_key']


def main():
    return [t.delay().get(timeout=10), t.apply_async(queue='other').get(timeout=10), app.send_task('tasks.t').get(timeout=10),
            app.send_task('tasks.t', queue='other').get(timeout=10), t.s().set(queue='other').delay().get(timeout=10)]
