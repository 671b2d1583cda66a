# oracle: family=events
# oracle: about=a receiver in the client's program, and the state it makes
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def add(x, y):
    return x + y


def main():
    state = app.events.State()
    seen = []

    def on(event):
        state.event(event)
        seen.append(event['type'])

    with app.connection_for_read() as conn:
        recv = app.events.Receiver(conn, handlers={'*': on})
        r = add.delay(1, 2)
        try:
            recv.capture(limit=4, timeout=5, wakeup=False)
        except Exception as exc:
            seen.append(type(exc).__name__)
    task = state.tasks.get(r.id)
    return [seen, task.state if task else None, r.get(timeout=10)]
