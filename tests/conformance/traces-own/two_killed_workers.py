# oracle: family=acks
# oracle: about=SIGKILL of a worker with several unacked messages on RabbitMQ: all return in their order
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 --prefetch-multiplier=4
# oracle: worker=w2 manual: -c 1 --prefetch-multiplier=4
# oracle: action=on run:tasks.job#1 +0.6 do kill w1 SIGKILL
# oracle: action=on run:tasks.job#1 +1.5 do start w2
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(bind=True)
def job(self, n):
    import time
    time.sleep(1 if n == 0 else 0.2)
    return [n, self.request.hostname, self.request.delivery_info.get('redelivered')]


def main():
    import time
    rs = [job.delay(n) for n in range(4)]
    out = [r.get(timeout=20) for r in rs[1:]]
    return [out, rs[0].state]
