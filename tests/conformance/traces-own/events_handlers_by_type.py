# oracle: family=events
# oracle: about=handlers by type, a stop from within, nothing comes any more
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def add(x, y):
    return x + y


def main():
    seen = []
    with app.connection_for_read() as conn:
        recv = app.events.Receiver(conn, handlers={})

        def done(event):
            seen.append(['done', event['result'], sorted(event)])
            recv.should_stop = True

        recv.handlers['task-succeeded'] = done
        recv.handlers['task-received'] = lambda e: seen.append(['got', e['name'], e['args']])
        with recv.consumer_context(wakeup=False):
            add.delay(1, 2)
            recv.capture(limit=None, timeout=5, wakeup=False)
        recv.should_stop = False
        try:
            recv.capture(limit=1, timeout=1, wakeup=False)
        except Exception as exc:
            seen.append([type(exc).__name__, str(exc)])
    return seen
