# oracle: family=acks
# oracle: about=Ignore with acks_late: acked, nothing stored
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery.exceptions import Ignore


@app.task(acks_late=True)
def skip():
    raise Ignore()


@app.task(bind=True, acks_late=True)
def skip_with_state(self):
    self.update_state(state='SKIPPED', meta={'why': 'empty'})
    raise Ignore()


def main():
    import time
    a, b = skip.delay(), skip_with_state.delay()
    time.sleep(1.2)
    return [a.state, b.state, b.info]
