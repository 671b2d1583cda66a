# oracle: family=control
# oracle: about=add_consumer with exchange, type and key on RabbitMQ; cancel_consumer of an unknown one
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(bind=True)
def t(self, n):
    return [n, self.request.delivery_info['exchange'], self.request.delivery_info['routing_key']]


def main():
    import time
    add = app.control.add_consumer('feeds', exchange='news', exchange_type='topic', routing_key='feed.#', reply=True, timeout=1)
    time.sleep(0.3)
    v = t.apply_async((1,), exchange='news', routing_key='feed.rss').get(timeout=10)
    none = app.control.cancel_consumer('ghost', reply=True, timeout=1)
    out = sorted(q['name'] for q in app.control.inspect(timeout=1).active_queues()['w1@sim'])
    return [add, v, none, out]
