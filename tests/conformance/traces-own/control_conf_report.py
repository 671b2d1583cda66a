# oracle: family=control
# oracle: about=inspect conf and report
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.update(task_default_queue='work', result_expires=600, worker_prefetch_multiplier=2, timezone='Europe/Berlin')


def main():
    i = app.control.inspect(timeout=1)
    c = i.conf()['w1@sim']
    return [sorted(k for k in c if k not in ('broker_url', 'result_backend', 'task_send_sent_event')), {k: c.get(k) for k in ('task_default_queue', 'result_expires', 'worker_prefetch_multiplier', 'timezone')},
            sorted(i.report()['w1@sim'])]
