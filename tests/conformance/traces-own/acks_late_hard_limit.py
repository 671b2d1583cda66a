# oracle: family=acks
# oracle: about=hard time limit and acks_late: with acks_on_failure_or_timeout False the message goes back, by default it is acked
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 --prefetch-multiplier=1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(acks_late=True, time_limit=1)
def stuck():
    import time
    time.sleep(8)


@app.task(bind=True, acks_late=True, acks_on_failure_or_timeout=False, time_limit=1)
def stuck_once(self):
    import time
    if self.request.delivery_info.get('redelivered'):
        return 'second try'
    time.sleep(8)


def main():
    import time
    a = stuck.delay()
    e = a.get(timeout=10, propagate=False)
    b = stuck_once.delay()
    time.sleep(4)
    return [type(e).__name__, a.state, b.state]
