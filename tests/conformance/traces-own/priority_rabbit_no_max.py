# oracle: family=priority
# oracle: about=priorities on a queue without x-max-priority change nothing
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1 manual: -c 1 --prefetch-multiplier=1
# oracle: action=on main:start_worker do start w1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
app.conf.task_acks_late = True


@app.task(bind=True)
def job(self, p):
    return [p, self.request.delivery_info.get('priority')]


def main():
    rs = [job.apply_async((p,), priority=p) for p in (1, 9, 5)]
    print('start worker')
    return [r.get(timeout=20) for r in rs]
