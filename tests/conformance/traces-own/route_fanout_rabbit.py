# oracle: family=routing
# oracle: about=a fanout exchange on RabbitMQ: a copy for each bound queue
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1 -Q left
# oracle: worker=w2: -c 1 -Q right
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from kombu import Exchange, Queue
both = Exchange('both', type='fanout')
app.conf.task_queues = [Queue('left', both), Queue('right', both)]


@app.task(bind=True, ignore_result=True)
def note(self):
    print('ran on', self.request.hostname)


def main():
    import time
    note.apply_async(exchange='both', routing_key='any')
    time.sleep(1.2)
