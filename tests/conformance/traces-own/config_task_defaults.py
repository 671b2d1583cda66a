# oracle: family=config
# oracle: about=settings that give tasks their attributes
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.update(task_acks_late=True, task_track_started=True, task_ignore_result=False, task_default_priority=3, task_default_rate_limit='50/s', task_serializer='json', task_publish_retry=False)


@app.task(bind=True)
def t(self):
    return [self.acks_late, self.track_started, self.ignore_result, self.priority, self.rate_limit, self.serializer, self.max_retries, self.default_retry_delay]


@app.task(bind=True, acks_late=False, track_started=False, priority=1, rate_limit=None)
def u(self):
    return [self.acks_late, self.track_started, self.priority, self.rate_limit, self.request.delivery_info['priority']]


def main():
    return [t.delay().get(timeout=10), u.delay().get(timeout=10)]
