# oracle: family=acks
# oracle: about=a solo worker is killed in mid-task: its early ack was not sent yet, the task comes back
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -P solo
# oracle: worker=w2 manual: -c 1
# oracle: action=on run:tasks.t +0.7 do kill w1 SIGKILL
# oracle: action=on run:tasks.t +5 do start w2
# oracle: tolerance=6
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.broker_transport_options = {'visibility_timeout': 3}


@app.task(bind=True)
def t(self, n):
    import time
    time.sleep(2)
    return [n, self.request.delivery_info.get('redelivered')]


def main():
    rs = [t.delay(n) for n in range(2)]
    return [r.get(timeout=30) for r in rs]
