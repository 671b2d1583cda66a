# oracle: family=routing
# oracle: about=Broadcast on Redis: every worker runs the task
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: worker=w2: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from kombu.common import Broadcast
app.conf.task_queues = (Broadcast('news'),)
app.conf.task_routes = {'tasks.reload': {'queue': 'news', 'exchange': 'news'}}


@app.task(ignore_result=True)
def reload():
    return 'reloaded'


def main():
    import time
    reload.delay()
    time.sleep(1.2)
