# oracle: family=control
# oracle: about=inspect and ping without a worker
# oracle: split=public
# oracle: broker=redis
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t():
    return 1


def main():
    i = app.control.inspect(timeout=0.5)
    return [i.ping(), i.active(), app.control.ping(timeout=0.5), app.control.rate_limit('tasks.t', '1/s', reply=True, timeout=0.5), app.control.purge()]
