# oracle: family=control
# oracle: about=ping, with several workers, destinations and patterns
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: worker=w2: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
def main():
    key = lambda d: sorted(d)[0]
    return [sorted(app.control.ping(timeout=1), key=key), app.control.ping(destination=['w2@sim'], timeout=1), app.control.ping(destination=['nobody@sim'], timeout=0.5),
            app.control.inspect(timeout=1).ping() == {'w1@sim': {'ok': 'pong'}, 'w2@sim': {'ok': 'pong'}},
            app.control.inspect(destination=['w1@sim'], timeout=1).ping(), app.control.inspect(destination=['x@sim'], timeout=0.5).ping()]
