# oracle: family=pools
# oracle: about=signals of workers on the solo pool
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -P solo
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery.signals import celeryd_init, celeryd_after_setup, worker_init, worker_ready, worker_process_init
heard = []


def note(name):
    def inner(sender=None, **kw):
        heard.append([name, type(sender).__name__ if not isinstance(sender, str) else sender, sorted(kw)])
    return inner


keep = []
for name, sig in (('celeryd_init', celeryd_init), ('celeryd_after_setup', celeryd_after_setup), ('worker_init', worker_init),
                  ('worker_process_init', worker_process_init), ('worker_ready', worker_ready)):
    f = note(name)
    keep.append(f)
    sig.connect(f)


@app.task
def tell():
    return heard


def main():
    return tell.delay().get(timeout=10)
