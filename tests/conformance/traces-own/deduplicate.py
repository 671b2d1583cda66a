# oracle: family=acks
# oracle: about=worker_deduplicate_successful_tasks: a message delivered again after success is not run again
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: worker=w2 manual: -c 1
# oracle: action=on main:kill do kill w1 SIGKILL
# oracle: action=on main:start do start w2
# oracle: tolerance=2
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.worker_deduplicate_successful_tasks = True
app.conf.task_acks_late = True
app.conf.broker_transport_options = {'visibility_timeout': 3}


@app.task(bind=True)
def t(self, n):
    import time
    time.sleep(n)
    return [n, self.request.delivery_info.get('redelivered')]


def main():
    import time
    a = t.delay(0.1)
    out = [a.get(timeout=10)]
    b = t.delay(8)
    time.sleep(1)
    app.backend.store_result(b.id, 'made up', 'SUCCESS')
    print('kill')
    time.sleep(3)
    print('start')
    time.sleep(6)
    return [out, b.get(timeout=10), b.state]
