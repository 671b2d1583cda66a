# oracle: family=routing
# oracle: about=a router object with route_for_task, a router that gives None, and one by name
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -Q celery,old,named
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
class Old:
    def route_for_task(self, task, args=None, kwargs=None):
        if task == 'tasks.a':
            return {'queue': 'old', 'priority': 3}
        return None


def by_name(name, args, kwargs, options, task=None, **kw):
    if name == 'tasks.b':
        return 'named'


app.conf.task_routes = (Old(), 'tasks:by_name', {'tasks.c': 'celery'})


@app.task(bind=True)
def a(self):
    return self.request.delivery_info['routing_key']


@app.task(bind=True)
def b(self):
    return self.request.delivery_info['routing_key']


@app.task(bind=True)
def c(self):
    return self.request.delivery_info['routing_key']


def main():
    return [x.delay().get(timeout=10) for x in (a, b, c)]
