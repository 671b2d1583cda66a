# oracle: family=routing
# oracle: about=a queue with several bindings
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 -Q multi
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from kombu import Exchange, Queue, binding
ex = Exchange('deeds', type='direct')
app.conf.task_queues = [Queue('multi', [binding(ex, routing_key='a'), binding(ex, routing_key='b')])]


@app.task(bind=True)
def t(self, n):
    return [n, self.request.delivery_info['exchange'], self.request.delivery_info['routing_key']]


def main():
    return [t.apply_async((k,), exchange='deeds', routing_key=k).get(timeout=10) for k in 'ab']
