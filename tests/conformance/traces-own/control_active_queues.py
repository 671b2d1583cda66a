# oracle: family=control
# oracle: about=the description of a queue with options
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from kombu import Exchange, Queue
app.conf.task_queues = [Queue('a', Exchange('x', type='topic'), routing_key='a.#', queue_arguments={'x-max-priority': 3}), Queue('b')]


def main():
    return app.control.inspect(timeout=1).active_queues()
