# oracle: family=expires
# oracle: about=expires as an attribute of a task and as a setting of the call, none at all
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(expires=20, bind=True)
def t(self):
    return self.request.expires is not None


@app.task(bind=True)
def u(self):
    return self.request.expires is not None


def main():
    return [t.delay().get(timeout=10), t.apply_async(expires=40).get(timeout=10), u.delay().get(timeout=10), u.apply_async(expires=None).get(timeout=10)]
