# oracle: family=config
# oracle: about=settings by their old upper-case names
# oracle: split=public
# oracle: broker=redis
# oracle: sent_events=no
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.update(CELERY_DEFAULT_QUEUE='work', CELERYD_PREFETCH_MULTIPLIER=2, CELERY_ACKS_LATE=True)


@app.task(bind=True)
def t(self):
    return [self.request.delivery_info['routing_key'], self.acks_late]


def main():
    return [t.delay().get(timeout=10), app.conf.task_default_queue]
