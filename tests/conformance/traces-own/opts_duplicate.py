# oracle: family=config
# oracle: about=two workers of one name
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: worker=w2: -c 1 -n w1@sim
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
def main():
    import warnings
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        got = app.control.ping(timeout=1)
    return [got, [[type(w.message).__name__, str(w.message)] for w in caught], app.control.inspect(timeout=1).ping()]
