# oracle: family=revoke
# oracle: about=revoke by stamps with lists and several headers, inspected
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def slow():
    import time
    time.sleep(2)


@app.task
def add(x, y):
    return x + y


def main():
    import time
    slow.delay()
    out = []
    for tenant, kind in (('red', 'a'), ('blue', 'b'), ('green', 'a'), ('white', 'c')):
        s = add.si(1, 2)
        s.stamp(tenant=tenant, kind=kind)
        out.append(s.apply_async())
    time.sleep(0.4)
    rep = app.control.revoke_by_stamped_headers({'tenant': ['red', 'blue'], 'kind': 'c'}, reply=True, timeout=1)
    res = [r.get(timeout=10, propagate=False) for r in out]
    return [rep, [[r.state, type(v).__name__] for r, v in zip(out, res)]]
