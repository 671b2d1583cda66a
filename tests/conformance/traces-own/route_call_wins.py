# oracle: family=routing
# oracle: about=options of the call win over the route, the rest of the route stays
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -Q celery,video,fast
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.task_routes = {'tasks.t': {'queue': 'video', 'priority': 6, 'expires': 30}}


@app.task(bind=True)
def t(self):
    d = self.request.delivery_info
    return [d['routing_key'], d['priority'], self.request.expires is not None]


def main():
    return [t.delay().get(timeout=10), t.apply_async(queue='fast').get(timeout=10), t.apply_async(priority=2, expires=60).get(timeout=10)]
