# oracle: family=acks
# oracle: about=a result that cannot be stored, with early and with late ack
# oracle: split=public
# oracle: broker=redis
# oracle: tolerance=1
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def early():
    return {1, 2}


@app.task(acks_late=True)
def late():
    return object()


def main():
    out = []
    for t in (early, late):
        r = t.delay()
        e = r.get(timeout=10, propagate=False)
        out.append([r.state, type(e).__name__])
    return out
