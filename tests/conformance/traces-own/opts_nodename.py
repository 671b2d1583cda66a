# oracle: family=config
# oracle: about=-n with %n %h %i %d and without a host
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 2 -n a%n@x-%h.%d
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(bind=True)
def t(self):
    return self.request.hostname


def main():
    return [t.delay().get(timeout=10).split('@')[0], [list(x)[0].split('@')[0] for x in app.control.ping(timeout=1)]]
