# oracle: family=routing
# oracle: about=task_queues as a dict, with routing keys and a default exchange type
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
app.conf.task_queues = {
    'default': {'exchange': 'default', 'routing_key': 'default'},
    'images': {'exchange': 'media', 'exchange_type': 'topic', 'routing_key': 'media.image.#'},
}
app.conf.task_default_queue = 'default'


@app.task(bind=True)
def t(self):
    return [self.request.delivery_info['exchange'], self.request.delivery_info['routing_key']]


def main():
    return [t.delay().get(timeout=10), t.apply_async(queue='images').get(timeout=10),
            t.apply_async(exchange='media', routing_key='media.image.png').get(timeout=10)]
