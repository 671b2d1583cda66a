# oracle: family=routing
# oracle: about=publishing to an exchange that is not there: the next call on the channel raises NotFound
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: tolerance=3
# oracle: sent_events=no
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task
def t(n):
    return n


def main():
    import time
    out = []
    for step in (lambda: t.apply_async((1,), exchange='ghost', routing_key='k'), lambda: t.delay(2), lambda: t.delay(3)):
        try:
            r = step()
            out.append('sent')
        except Exception as exc:
            out.append([type(exc).__name__, type(exc).__module__, str(exc)])
        time.sleep(0.3)
    out.append(r.get(timeout=10))
    return out
