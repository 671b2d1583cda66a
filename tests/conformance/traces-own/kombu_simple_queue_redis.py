# oracle: family=connection
# oracle: about=SimpleQueue: put, get, ack, requeue, Empty
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
def main():
    out = []
    with app.connection_for_write() as conn:
        with conn.SimpleQueue('jobs') as q:
            q.put({'n': 1})
            q.put('two', headers={'h': 1})
            out.append(q.qsize())
            m = q.get(timeout=3)
            out.append([m.payload, m.headers, m.content_type, m.content_encoding, m.acknowledged])
            m.ack()
            out.append(m.acknowledged)
            try:
                m.ack()
            except Exception as exc:
                out.append([type(exc).__name__, str(exc)[:20]])
            m = q.get(timeout=3)
            out.append(m.payload)
            m.requeue()
            out.append(m._state)
            m = q.get(timeout=3)
            out.append([m.payload, bool(m.delivery_info.get('redelivered'))])
            m.reject()
            try:
                q.get(timeout=0.5)
            except q.Empty as exc:
                out.append(type(exc).__name__)
            try:
                q.get_nowait()
            except q.Empty as exc:
                out.append(type(exc).__name__)
            q.put(3)
            q.put(4)
            out.append(q.clear())
    return out
