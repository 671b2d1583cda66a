# oracle: family=routing
# oracle: about=Broadcast in task_routes: each worker runs it once
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 -Q all,celery
# oracle: worker=w2: -c 1 -Q all,celery
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from kombu import Queue
from kombu.common import Broadcast
app.conf.task_queues = [Queue('celery'), Broadcast('all')]
app.conf.task_routes = {'tasks.reload': {'queue': 'all', 'exchange': 'all'}}


@app.task(ignore_result=True)
def reload():
    print('reloaded')


def main():
    import time
    reload.delay()
    time.sleep(1)
