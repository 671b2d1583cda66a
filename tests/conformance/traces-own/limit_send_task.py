# oracle: family=limits
# oracle: about=limits by send_task, and the header it sends
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(bind=True, time_limit=30)
def t(self):
    return self.request.timelimit


def main():
    return [t.delay().get(timeout=10), app.send_task('tasks.t').get(timeout=10), app.send_task('tasks.t', time_limit=7, soft_time_limit=5).get(timeout=10)]
