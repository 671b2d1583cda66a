# oracle: family=control
# oracle: about=add_consumer to one of two workers by destination; active_queues of both; cancel
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: worker=w2: -c 1 -Q two
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n):
    return n


def main():
    import time
    c = app.control
    r = t.apply_async((1,), queue='extra')
    time.sleep(0.4)
    out = [r.state, c.add_consumer('extra', destination=['w2@sim'], reply=True), c.add_consumer('extra', destination=['w2@sim'], reply=True)]
    out.append(r.get(timeout=10))
    q = c.inspect(timeout=1).active_queues()
    out.append({w: [(x['name'], x['exchange']['name'], x['exchange']['type'], x['routing_key']) for x in v] for w, v in q.items()})
    out.append(c.cancel_consumer('extra', reply=True))
    s = t.apply_async((2,), queue='extra')
    time.sleep(0.7)
    out.append(s.state)
    q = c.inspect(timeout=1).active_queues()
    out.append({w: [x['name'] for x in v] for w, v in q.items()})
    return out
