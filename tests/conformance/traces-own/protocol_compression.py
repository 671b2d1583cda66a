# oracle: family=protocol
# oracle: about=compression per call and by attribute
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
# oracle: ignore=events
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(compression='bzip2')
def size(text):
    return len(text)


def main():
    return [size.delay('a' * 500).get(timeout=10), size.apply_async(('b' * 20,), compression='gzip').get(timeout=10)]
