# oracle: family=control
# oracle: about=inspect stats on RabbitMQ: totals by task, pool, broker
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 3 --max-tasks-per-child=50
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task
def a():
    return 1


@app.task
def b():
    raise ValueError('x')


def main():
    [a.delay().get(timeout=10) for _ in range(3)]
    b.delay().get(timeout=10, propagate=False)
    s = app.control.inspect(timeout=1).stats()['w1@sim']
    return [s['total'], s['prefetch_count'], sorted(s['pool']), s['pool']['max-concurrency'], len(s['pool']['processes']), s['pool']['max-tasks-per-child'],
            s['broker']['transport'], s['broker']['heartbeat'], sorted(s['broker']), sorted(s)]
