# oracle: family=routing
# oracle: about=task_routes assigned after the first publish does nothing, conf.update does
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -Q celery,late,later
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(bind=True)
def t(self):
    return self.request.delivery_info['routing_key']


def main():
    out = [t.delay().get(timeout=10)]
    app.conf.task_routes = {'tasks.t': {'queue': 'late'}}
    out.append(t.delay().get(timeout=10))
    app.conf.update(task_routes={'tasks.t': {'queue': 'later'}})
    out.append(t.delay().get(timeout=10))
    return out
