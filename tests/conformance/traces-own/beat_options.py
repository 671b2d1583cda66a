# oracle: family=beat
# oracle: about=options, args and kwargs of entries; relative; timedelta; a task that nobody knows; a queue that is missing
# oracle: split=public
# oracle: broker=redis
# oracle: beat=--max-interval 1
# oracle: tolerance=0.9
# oracle: worker=w1: -c 2 -P prefork -Q celery,mail
from datetime import timedelta

from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.task_create_missing_queues = False
from kombu import Queue
app.conf.task_queues = [Queue('celery'), Queue('mail')]
app.conf.beat_schedule = {
    'mailed': {'task': 'tasks.tick', 'schedule': timedelta(seconds=5), 'args': [1], 'kwargs': {'more': 'x'},
               'options': {'queue': 'mail', 'expires': 60, 'priority': 3, 'headers': {'mark': 'seen'}}},
    'later': {'task': 'tasks.tick', 'schedule': 5, 'args': (2,), 'options': {'countdown': 1}},
    'nobody': {'task': 'tasks.missing', 'schedule': 7.0, 'args': (3,)},
    'lost': {'task': 'tasks.tick', 'schedule': 7.0, 'args': (4,), 'options': {'queue': 'nowhere'}},
    'wrong': {'task': 'tasks.tick', 'schedule': 8.0, 'args': (5, 6, 7)},
}


@app.task(bind=True)
def tick(self, n, more=None):
    return [n, more, self.request.delivery_info['routing_key'], self.request.parent_id, self.request.root_id == self.request.id,
            self.request.get('mark')]


def main():
    import time
    time.sleep(12.3)
