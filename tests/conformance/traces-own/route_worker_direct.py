# oracle: family=routing
# oracle: about=worker_direct gives each worker a queue of its own
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
# oracle: worker=w2: -c 1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
app.conf.worker_direct = True
from celery.utils import worker_direct


@app.task(bind=True)
def where(self):
    return self.request.hostname


def main():
    return [where.apply_async(queue=worker_direct('%s@sim' % w)).get(timeout=10) for w in ('w2', 'w1', 'w2')]
