# oracle: family=protocol
# oracle: about=protocol 1 over RabbitMQ: headers, expires, priority, chord, request fields
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
app.conf.task_protocol = 1

from celery import chord


@app.task(bind=True)
def who(self, x):
    r = self.request
    return [x, r.root_id, r.parent_id, r.group, r.argsrepr, r.timelimit, r.origin, r.reply_to is not None, r.correlation_id == r.id, r.delivery_info['priority'], r.headers]


@app.task
def total(xs):
    return len(xs)


def main():
    out = [who.apply_async((1,), headers={'mine': 7}, priority=3, expires=60, time_limit=20).get(timeout=10)]
    out.append(chord([who.s(1), who.s(2)], total.s())().get(timeout=10))
    app.send_task('tasks.who', args=[3], kwargs={})
    app.send_task('no.such', args=[3])
    import time
    time.sleep(1)
    return out
