# oracle: family=routing
# oracle: about=a chain and a group over two workers on two queues
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -Q celery
# oracle: worker=w2: -c 1 -Q video
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery import chain, group
app.conf.task_routes = {'tasks.encode': {'queue': 'video'}}


@app.task(bind=True)
def encode(self, x):
    return [x, self.request.hostname]


@app.task(bind=True)
def mail(self, x):
    return [x, self.request.hostname]


def main():
    c = chain(mail.s(1), encode.s(), mail.s())()
    g = group(encode.s(1), mail.s(2), encode.s(3).set(queue='celery'))()
    return [c.get(timeout=10), g.get(timeout=10)]
