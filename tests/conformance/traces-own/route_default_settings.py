# oracle: family=routing
# oracle: about=task_default_queue, exchange, type and routing key of one's own
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=3
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.task_default_queue = 'main'
app.conf.task_default_exchange = 'mainex'
app.conf.task_default_exchange_type = 'topic'
app.conf.task_default_routing_key = 'main.default'


@app.task(bind=True)
def t(self):
    d = self.request.delivery_info
    return [d['exchange'], d['routing_key']]


def main():
    return t.delay().get(timeout=10)
