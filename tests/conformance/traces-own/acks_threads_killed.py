# oracle: family=acks
# oracle: about=a worker with threads is killed in mid-task: what of its early acks the broker has
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -P threads -c 1
# oracle: worker=w2 manual: -c 1
# oracle: action=on run:tasks.t +1.5 do kill w1 SIGKILL
# oracle: action=on run:tasks.t +2 do start w2
# oracle: tolerance=6
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(bind=True)
def t(self, n):
    import time
    time.sleep(3)
    return [n, self.request.delivery_info.get('redelivered')]


def main():
    import time
    rs = [t.delay(n) for n in range(2)]
    time.sleep(12)
    return [r.state for r in rs]
