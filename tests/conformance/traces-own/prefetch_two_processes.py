# oracle: family=prefetch
# oracle: about=two processes, multiplier 2: 2 running, 4 reserved, the rest is in the queue
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: tolerance=1.2
# oracle: worker=w1: -c 2 --prefetch-multiplier=2
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task
def job(n):
    import time
    time.sleep(6)
    return n


def main():
    import time
    rs = [job.delay(i) for i in range(9)]
    time.sleep(1)
    i = app.control.inspect(timeout=1)
    reserved, active = i.reserved(), i.active()
    with app.connection_for_read() as conn:
        waiting = conn.default_channel.queue_declare(queue='celery', passive=True).message_count
    return [len(reserved['w1@sim']), len(active['w1@sim']), waiting, [r.get(timeout=60) for r in rs]]
