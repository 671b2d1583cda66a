# oracle: family=config
# oracle: about=config_from_object with a class, namespace and old names
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
class Settings:
    CELERY_TASK_DEFAULT_QUEUE = 'work'
    CELERY_TASK_ACKS_LATE = True
    CELERY_WORKER_PREFETCH_MULTIPLIER = 2
    OTHER = 1


app.config_from_object(Settings, namespace='CELERY')


@app.task(bind=True)
def t(self):
    return self.request.delivery_info['routing_key']


def main():
    return [t.delay().get(timeout=10), app.conf.task_default_queue, app.conf.task_acks_late, t.acks_late, app.conf.worker_prefetch_multiplier, app.conf.task_track_started]
