# oracle: family=connection
# oracle: about=Producer and Consumer over a topic exchange; drain_events; ack and requeue
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from kombu import Consumer, Exchange, Producer, Queue

news = Exchange('news', type='topic')
sport = Queue('sport', news, routing_key='news.sport.#')


def main():
    import socket
    import time
    out = []
    with app.connection_for_write() as conn:
        channel = conn.channel()
        producer = Producer(channel, exchange=news)
        for n, key in enumerate(['news.sport.ball', 'news.art', 'news.sport.run.x']):
            producer.publish({'n': n}, routing_key=key, declare=[sport])
        got = []

        def on(body, message):
            got.append([body, message.delivery_info['routing_key'], bool(message.delivery_info.get('redelivered'))])
            if len(got) == 1:
                message.requeue()
            else:
                message.ack()

        with Consumer(channel, queues=[sport], callbacks=[on], accept=['json']):
            try:
                while True:
                    conn.drain_events(timeout=1)
            except socket.timeout as exc:
                out.append(isinstance(exc, TimeoutError))
        out.append(got)
        bound = sport(channel)
        out.append([bound.purge(), bound.get() is None])
        producer.publish('x', routing_key='news.sport.y')
        time.sleep(0.1)
        m = bound.get()
        out.append([m.payload, m.acknowledged])
        m.reject(requeue=True)
        m = bound.get(no_ack=True)
        out.append([m.payload, m.acknowledged])
        out.append(bound.delete())
    return out
