# oracle: family=routing
# oracle: about=a topic exchange on Redis: wildcards become regular expressions
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -Q words,stars,all
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from kombu import Exchange, Queue
news = Exchange('news', type='topic')
app.conf.task_queues = [Queue('words', news, routing_key='feed.#'), Queue('stars', news, routing_key='*.sport'), Queue('all', news, routing_key='#')]


@app.task(bind=True, ignore_result=True)
def t(self, key):
    print('ran for', key)


def main():
    import time
    for key in ('feed.rss', 'feed', 'tv.sport', 'a.b.sport', 'sport'):
        t.apply_async((key,), exchange='news', routing_key=key)
        time.sleep(0.3)
    time.sleep(0.8)
