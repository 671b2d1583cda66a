# oracle: family=routing
# oracle: about=task_create_missing_queues=False and a queue that is configured
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -Q a
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from kombu import Queue
app.conf.update(task_create_missing_queues=False, task_queues=[Queue('a'), Queue('b')], task_default_queue='a')


@app.task(bind=True)
def t(self):
    return self.request.delivery_info['routing_key']


def main():
    out = [t.delay().get(timeout=10), t.apply_async(queue='b').state]
    try:
        t.apply_async(queue='c')
    except Exception as exc:
        out.append([type(exc).__name__, str(exc)])
    return out
