# oracle: family=events
# oracle: about=worker_send_task_events off by setting, -E wins
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.worker_send_task_events = False
app.conf.task_send_sent_event = False


@app.task
def t(n):
    return n


@app.task(send_events=False)
def quiet(n):
    return n


def main():
    return [t.delay(1).get(timeout=10), quiet.delay(2).get(timeout=10)]
