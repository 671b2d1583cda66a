# oracle: family=control
# oracle: about=a command for one of two workers
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: worker=w2: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t():
    return 1


def main():
    a = app.control.rate_limit('tasks.t', '5/m', destination=['w1@sim'], reply=True, timeout=1)
    reg = app.control.inspect(timeout=1).registered('rate_limit')
    out = [a, {k: [t for t in v if t.startswith('tasks')] for k, v in sorted(reg.items())}]
    try:
        app.control.broadcast('ping', destination='w1@sim', reply=True)
    except Exception as exc:
        out.append([type(exc).__name__, str(exc)])
    return out
