# oracle: family=connection
# oracle: about=app.producer_pool and connection pools; a message that is no task reaches a worker
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task
def add(x, y):
    return x + y


def main():
    import time
    out = []
    with app.producer_pool.acquire(block=True) as producer:
        producer.publish({'hello': 'world'}, routing_key='celery', exchange='')
    with app.pool.acquire(block=True) as conn:
        out.append(type(conn).__name__)
    time.sleep(0.5)
    out.append(add.delay(2, 2).get(timeout=10))
    return out
