# oracle: family=control
# oracle: about=a task that inspects its own worker
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(bind=True)
def look(self):
    i = self.app.control.inspect(timeout=1)
    return [i.ping(), len(i.active()['w1@sim'])]


def main():
    return look.delay().get(timeout=20)
