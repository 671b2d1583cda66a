# oracle: family=control
# oracle: about=unknown commands and wrong arguments
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t():
    return 1


def main():
    c = app.control
    b = lambda name, **args: c.broadcast(name, arguments=args, reply=True, timeout=1)
    return [b('nope'), b('rate_limit', task_name='tasks.t', rate_limit='ten/s'), b('time_limit', task_name='tasks.none', hard=1),
            b('pool_restart'), b('cancel_consumer'), b('heartbeat')]
