# oracle: family=control
# oracle: about=active and reserved with two running tasks on RabbitMQ
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: tolerance=1.2
# oracle: worker=w1: -c 2 --prefetch-multiplier=2
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(acks_late=True)
def slow(n, *, unit='s'):
    import time
    time.sleep(7)
    return n


@app.task
def early(n):
    import time
    time.sleep(7.5)


def main():
    import time
    rs = [slow.apply_async((1,), {'unit': 'kg'}, priority=3), early.delay('text'), slow.delay(3)]
    time.sleep(0.7)
    i = app.control.inspect(timeout=1)
    pick = lambda d: {k: v for k, v in d.items() if k not in ('time_start', 'worker_pid')}
    act = sorted(i.active()['w1@sim'], key=lambda d: d['args'][0] if isinstance(d['args'][0], int) else 9)
    res = i.reserved()['w1@sim']
    q = i.query_task(rs[0].id, rs[2].id)['w1@sim']
    return [[pick(d) for d in act], [pick(d) for d in res], [type(d['time_start']).__name__ for d in act + res], [type(d['worker_pid']).__name__ for d in act + res],
            {k: v[0] for k, v in q.items()}, [r.get(timeout=40) for r in rs]]
