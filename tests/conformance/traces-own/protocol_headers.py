# oracle: family=protocol
# oracle: about=headers of one's own, shadow, argsrepr, correlation id and reply_to
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: tolerance=1
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(bind=True)
def t(self, *args):
    r = self.request
    return [r.headers, r.shadow, r.argsrepr, r.kwargsrepr, r.correlation_id == r.id, bool(r.reply_to), r.origin is not None, r.get('tenant')]


def main():
    return [t.delay(1).get(timeout=10), t.apply_async((2,), headers={'tenant': 'red'}, shadow='nice').get(timeout=10),
            t.apply_async((3,), argsrepr='<hidden>', kwargsrepr='{}').get(timeout=10)]
