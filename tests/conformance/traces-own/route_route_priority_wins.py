# oracle: family=routing
# oracle: about=a call's queue beats the route's, other keys of the route still apply
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -Q celery,mine,theirs
# oracle: tolerance=3
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.task_routes = {'tasks.t': {'queue': 'theirs', 'priority': 6}}


@app.task(bind=True)
def t(self):
    d = self.request.delivery_info
    return [d['routing_key'], d['priority']]


def main():
    return [t.delay().get(timeout=10), t.apply_async(queue='mine').get(timeout=10), t.apply_async(priority=3).get(timeout=10)]
