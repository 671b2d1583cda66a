# oracle: family=routing
# oracle: about=queues bound to several exchanges, one of them a topic
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 -Q multi
# oracle: tolerance=3
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from kombu import Exchange, Queue, binding
deeds = Exchange('deeds', type='direct')
news = Exchange('news', type='topic')
app.conf.task_queues = [Queue('multi', bindings=[binding(deeds, routing_key='a'), binding(news, routing_key='x.#')])]
app.conf.task_default_queue = 'multi'


@app.task(bind=True)
def t(self, n):
    d = self.request.delivery_info
    return [n, d['exchange'], d['routing_key']]


def main():
    rs = [t.apply_async((1,), exchange='deeds', routing_key='a'), t.apply_async((2,), exchange='news', routing_key='x.y.z'), t.delay(3)]
    return [r.get(timeout=10) for r in rs]
