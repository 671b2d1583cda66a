# oracle: family=connection
# oracle: about=RabbitMQ closes the connection while a late-acked task runs: it comes again, and the first acknowledgement is refused
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 --prefetch-multiplier 1
# oracle: action=on run:tasks.slow#1 +7 do dropconnections
# oracle: tolerance=3
# oracle: timeout=60
# oracle: ignore=events
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(acks_late=True)
def slow():
    import time
    time.sleep(9)
    return 'done'


def main():
    import time
    r = slow.delay()
    v = r.get(timeout=30)
    time.sleep(14)
    return v
