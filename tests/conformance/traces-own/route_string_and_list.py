# oracle: family=routing
# oracle: about=task_routes as a list of maps, and a queue name as a value
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=1
# oracle: worker=w1: -c 1 -Q celery,first,second,third
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.task_routes = [{'tasks.a': 'first'}, {'tasks.a': 'second', 'tasks.b': 'second', 'tasks.*': {'queue': 'third'}}]


@app.task(bind=True)
def a(self):
    return self.request.delivery_info['routing_key']


@app.task(bind=True)
def b(self):
    return self.request.delivery_info['routing_key']


@app.task(bind=True)
def c(self):
    return self.request.delivery_info['routing_key']


@app.task(bind=True, name='elsewhere.d')
def d(self):
    return self.request.delivery_info['routing_key']


def main():
    return [t.delay().get(timeout=10) for t in (a, b, c, d)]
