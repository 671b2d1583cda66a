# oracle: family=config
# oracle: about=worker settings given as ns.key=value after the options, and over the settings
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 worker.prefetch_multiplier=2 task.default_rate_limit=2/s
# oracle: tolerance=0.8
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n):
    return n


def main():
    rs = [t.delay(n) for n in range(4)]
    out = [r.get(timeout=10) for r in rs]
    i = app.control.inspect(timeout=1)
    return [out, i.stats()['w1@sim']['prefetch_count'], i.registered(), i.conf()['w1@sim'].get('worker_prefetch_multiplier')]
