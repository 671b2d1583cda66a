# oracle: family=events
# oracle: about=Receiver and State over RabbitMQ
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task
def add(x, y):
    return x + y


@app.task
def bad():
    raise ValueError('bad')


def main():
    state = app.events.State()
    seen = []

    def on(event):
        state.event(event)
        seen.append(event['type'])

    with app.connection_for_read() as conn:
        recv = app.events.Receiver(conn, handlers={'*': on})
        r = add.delay(1, 2)
        s = bad.delay()
        try:
            recv.capture(limit=8, timeout=5, wakeup=False)
        except Exception as exc:
            seen.append(type(exc).__name__)
    out = []
    for t in (r, s):
        task = state.tasks.get(t.id)
        out.append([task.name, task.state, task.result, task.exception, task.args, task.kwargs, task.retries, task.worker.hostname, task.ready, task.runtime is not None])
    return [sorted(seen), out, sorted(state.task_types()), state.event_count, state.task_count, sorted(state.workers)]
