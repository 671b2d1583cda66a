# oracle: family=control
# oracle: about=pool_restart with and without the setting, pool_grow on solo and threads, autoscale without one
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -P solo -Q a
# oracle: worker=w2: -P threads -c 2 -Q b
# oracle: worker=w3: -c 2 -Q c
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(n):
    return n


def main():
    c = app.control
    out = []
    for w in ('w1@sim', 'w2@sim', 'w3@sim'):
        out.append([c.pool_grow(1, destination=[w], reply=True), c.pool_shrink(1, destination=[w], reply=True), c.autoscale(3, 1, destination=[w], reply=True), c.broadcast('pool_restart', destination=[w], reply=True)])
    st = c.inspect(timeout=1.5).stats()
    pools = {w: {k: v for k, v in s['pool'].items() if k not in ('processes', 'threads', 'writes')} for w, s in st.items()}
    return [out, pools, [t.apply_async((1,), queue=q).get(timeout=10) for q in 'abc']]
