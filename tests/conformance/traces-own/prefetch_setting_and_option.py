# oracle: family=prefetch
# oracle: about=the setting, and --prefetch-multiplier=0 which falls back to the setting
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 2 -Q a
# oracle: worker=w2: -c 2 -Q b --prefetch-multiplier=0
# oracle: worker=w3: -c 3 -Q c --prefetch-multiplier=5
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.worker_prefetch_multiplier = 3


def main():
    st = app.control.inspect(timeout=1.5).stats()
    return {k: [st[k]['prefetch_count'], st[k]['pool']['max-concurrency']] for k in sorted(st)}
