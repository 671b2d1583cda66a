# oracle: family=routing
# oracle: about=a headers exchange: all and any, headers of the call
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 -Q both,one
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from kombu import Exchange, Queue
ex = Exchange('marks', type='headers')
app.conf.task_queues = [
    Queue('both', ex, binding_arguments={'x-match': 'all', 'colour': 'red', 'size': 1}),
    Queue('one', ex, binding_arguments={'x-match': 'any', 'colour': 'red', 'size': 1}),
]


@app.task(bind=True)
def t(self, n):
    return n


def main():
    import time
    a = t.apply_async((1,), exchange='marks', routing_key='x', headers={'colour': 'red', 'size': 1})
    b = t.apply_async((2,), exchange='marks', routing_key='x', headers={'colour': 'red', 'size': 2})
    c = t.apply_async((3,), exchange='marks', routing_key='x', headers={'colour': 'blue'})
    time.sleep(1)
    return [a.state, b.state, c.state]
