# oracle: family=routing
# oracle: about=a topic exchange on RabbitMQ: one word and any number of words
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: tolerance=3
# oracle: worker=w1: -c 1 -Q words,stars,every
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
from kombu import Exchange, Queue
news = Exchange('news', type='topic')
app.conf.task_queues = [Queue('words', news, routing_key='feed.#'), Queue('stars', news, routing_key='*.sport'), Queue('every', news, routing_key='#')]


@app.task(bind=True, ignore_result=True)
def note(self, k):
    print('ran', k)


def main():
    import time
    for k in ('feed', 'feed.sport', 'a.b.sport', 'x.sport', 'feed.a.b', ''):
        note.apply_async((k,), exchange='news', routing_key=k)
    time.sleep(1.5)
