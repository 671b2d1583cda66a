# oracle: family=prefetch
# oracle: about=a Consumer with a prefetch of two: how many come before the first ack
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from kombu import Consumer, Exchange, Queue


def main():
    import socket
    out = []
    q = Queue('jobs', Exchange('jobs'), routing_key='jobs')
    with app.connection_for_write() as conn:
        channel = conn.channel()
        p = conn.Producer(serializer='json')
        for n in range(5):
            p.publish(n, exchange=q.exchange, routing_key='jobs', declare=[q], retry=True)
        held = []
        c = Consumer(channel, q, on_message=held.append, prefetch_count=2)
        c.consume()

        def drain():
            try:
                while True:
                    conn.drain_events(timeout=1)
            except socket.timeout:
                pass
            return [m.decode() for m in held]

        out.append(drain())
        held[0].ack()
        out.append(drain())
        c.qos(prefetch_count=10)
        held[1].reject()
        out.append(drain())
        c.cancel()
        channel.close()
    with app.connection_for_write() as conn:
        q2 = q(conn.default_channel)
        m = q2.get()
        out.append([m.payload, bool(m.delivery_info.get('redelivered'))])
        m.ack()
    return out
