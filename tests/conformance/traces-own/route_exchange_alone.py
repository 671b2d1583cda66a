# oracle: family=routing
# oracle: about=exchange or routing_key alone with a direct default queue: both are dropped
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(bind=True)
def t(self):
    return [self.request.delivery_info['exchange'], self.request.delivery_info['routing_key']]


def main():
    return [t.apply_async(routing_key='rk').get(timeout=10), t.apply_async(exchange='celery').get(timeout=10),
            t.apply_async(exchange='celery', routing_key='celery').get(timeout=10)]
