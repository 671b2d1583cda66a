# oracle: family=protocol
# oracle: about=the message of a retry: headers, priority, queue and stamps are kept
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: tolerance=1
# oracle: worker=w1: -c 1 -Q work
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(bind=True, max_retries=2)
def t(self):
    if self.request.retries == 0:
        raise self.retry(countdown=0.4)
    return [self.request.delivery_info['routing_key'], self.request.delivery_info['priority'], self.request.get('tenant'), self.request.parent_id == self.request.id]


def main():
    return t.apply_async(queue='work', priority=4, headers={'tenant': 'red'}).get(timeout=10)
