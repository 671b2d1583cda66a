# oracle: family=protocol
# oracle: about=compression per call and by attribute, and a name nobody knows
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
# oracle: ignore=events
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(compression="zlib")
def size(text):
    return len(text)


def main():
    out = [size.delay('a' * 500).get(timeout=10), size.apply_async(('b' * 20,), compression='gzip').get(timeout=10)]
    try:
        size.apply_async(('c',), compression='nope')
    except Exception as exc:
        out.append([type(exc).__name__, str(exc)])
    return out
