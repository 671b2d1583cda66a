# oracle: family=eta
# oracle: about=the worker that holds a countdown is killed: the next one waits for the rest of it
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
# oracle: worker=w2 manual: -c 1
# oracle: action=on main:sent +0.6 do kill w1 SIGKILL
# oracle: action=on main:sent +1 do start w2
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(bind=True)
def t(self):
    return [self.request.hostname, self.request.delivery_info.get('redelivered')]


def main():
    import time
    s = time.time()
    r = t.apply_async(countdown=5)
    print('sent')
    v = r.get(timeout=20)
    return [v, 4.9 <= time.time() - s <= 6]
