# oracle: family=control
# oracle: about=inspect of an idle worker: every command
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t():
    return 1


def main():
    i = app.control.inspect(timeout=1)
    return [i.active(), i.reserved(), i.scheduled(), i.revoked(), i.query_task('nope'), i.query_task(['a', 'b']),
            sorted(i.clock()['w1@sim']), sorted(x for x in i.registered()['w1@sim']),
            sorted(i.registered('acks_late', 'priority')['w1@sim'])]
