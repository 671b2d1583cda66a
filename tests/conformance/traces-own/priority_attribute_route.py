# oracle: family=priority
# oracle: about=priority: call before task attribute before route before default
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: tolerance=10
# oracle: worker=w1 manual: -c 1 --prefetch-multiplier 1
# oracle: action=on main:go do start w1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
app.conf.task_queue_max_priority = 10
app.conf.task_default_priority = 2
app.conf.worker_prefetch_multiplier = 1
app.conf.task_routes = {'tasks.routed': {'priority': 4}, 'tasks.both': {'priority': 1}}


@app.task(bind=True)
def plain(self):
    return self.request.delivery_info['priority']


@app.task(bind=True)
def routed(self):
    return self.request.delivery_info['priority']


@app.task(bind=True, priority=8)
def both(self):
    return self.request.delivery_info['priority']


def main():
    rs = [plain.delay(), routed.delay(), both.delay(), both.apply_async(priority=6), plain.apply_async(priority=9), routed.apply_async(priority=0)]
    print('go')
    return [r.get(timeout=15) for r in rs]
