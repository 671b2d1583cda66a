# oracle: family=routing
# oracle: about=a direct exchange of one's own on Redis with two keys
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -Q low,high
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from kombu import Exchange, Queue
jobs = Exchange('jobs', type='direct')
app.conf.task_queues = [Queue('low', jobs, routing_key='job.low'), Queue('high', jobs, routing_key='job.high')]
app.conf.update(task_default_queue='low', task_default_exchange='jobs', task_default_routing_key='job.low')


@app.task(bind=True)
def t(self, n):
    return [n, self.request.delivery_info['exchange'], self.request.delivery_info['routing_key']]


def main():
    a = t.delay(1)
    b = t.apply_async((2,), exchange='jobs', routing_key='job.high')
    c = t.apply_async((3,), queue='high')
    return [r.get(timeout=10) for r in (a, b, c)]
