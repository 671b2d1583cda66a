# oracle: family=control
# oracle: about=control.autoscale with and without an autoscaler
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: --autoscale=4,1 -Q a
# oracle: worker=w2: -c 2 -Q b
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
def main():
    import time
    out = [app.control.autoscale(6, 2, destination=['w1@sim'], reply=True, timeout=1)]
    time.sleep(0.5)
    out.append(app.control.inspect(['w1@sim'], timeout=1).stats()['w1@sim']['autoscaler'])
    out.append(app.control.autoscale(6, 2, destination=['w2@sim'], reply=True, timeout=1))
    out.append(app.control.pool_grow(1, destination=['w1@sim'], reply=True, timeout=1))
    out.append(app.control.pool_shrink(1, destination=['w1@sim'], reply=True, timeout=1))
    return out
