# oracle: family=routing
# oracle: about=a router class with route_for_task, then a function, then a map
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -Q celery,red,blue,green
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
class Router:
    def route_for_task(self, task, args=None, kwargs=None):
        if task == 'tasks.r':
            return 'red'
        return None


def by_first(name, args, kwargs, options, task=None, **kw):
    if args and args[0] == 'b':
        return {'queue': 'blue'}


app.conf.task_routes = (Router(), by_first, {'tasks.g': {'queue': 'green'}})


@app.task(bind=True)
def r(self, x):
    return self.request.delivery_info['routing_key']


@app.task(bind=True)
def g(self, x):
    return self.request.delivery_info['routing_key']


def main():
    return [r.delay('b').get(timeout=10), g.delay('b').get(timeout=10), g.delay('x').get(timeout=10), g.apply_async(('x',), queue='celery').get(timeout=10)]
