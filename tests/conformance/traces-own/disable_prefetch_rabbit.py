# oracle: family=prefetch
# oracle: about=worker_disable_prefetch is ignored with a warning on RabbitMQ
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 --disable-prefetch
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task
def job(n):
    import time
    time.sleep(0.5)
    return n


def main():
    import time
    rs = [job.delay(i) for i in range(4)]
    time.sleep(0.3)
    n = len(app.control.inspect(timeout=1).reserved()['w1@sim'])
    return [n, [r.get(timeout=20) for r in rs]]
