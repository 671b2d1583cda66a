# oracle: family=acks
# oracle: about=worker_deduplicate_successful_tasks with a chain: what follows is sent again or not
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
# oracle: worker=w2 manual: -c 1
# oracle: action=on main:kill do kill w1 SIGKILL
# oracle: action=on main:start do start w2
# oracle: tolerance=2.5
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from celery import chain
app.conf.worker_deduplicate_successful_tasks = True
app.conf.task_acks_late = True


@app.task(bind=True)
def t(self, n):
    import time
    time.sleep(n)
    return n


@app.task
def after(x):
    return ['after', x]


def main():
    import time
    b = chain(t.s(6), after.s())()
    c = t.delay(0.1)
    time.sleep(1)
    app.backend.store_result(b.parent.id, 'made up', 'SUCCESS')
    print('kill')
    time.sleep(1)
    print('start')
    return [b.get(timeout=20), b.parent.get(timeout=5), c.get(timeout=20)]
