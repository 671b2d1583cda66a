# oracle: family=eta
# oracle: about=inspect scheduled: eta, priority and the request
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n, unit='s'):
    return n


def main():
    import time
    a = t.apply_async((5,), {'unit': 'kg'}, countdown=30)
    time.sleep(0.5)
    s = app.control.inspect(timeout=1).scheduled()['w1@sim']
    q = app.control.inspect(timeout=1).query_task(a.id)['w1@sim']
    r = s[0]['request']
    return [len(s), sorted(s[0]), s[0]['priority'], r['name'], r['args'], r['kwargs'], r['acknowledged'], r['time_start'], r['worker_pid'], sorted(r), q]
