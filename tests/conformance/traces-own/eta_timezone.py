# oracle: family=eta
# oracle: about=eta in another time zone, with the app's timezone set
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.timezone = 'Europe/Berlin'


@app.task(bind=True)
def t(self):
    return self.request.eta is not None


def main():
    import datetime
    zone = datetime.timezone(datetime.timedelta(hours=5))
    eta = datetime.datetime.now(zone) + datetime.timedelta(seconds=1.5)
    a = t.apply_async(eta=eta)
    b = t.apply_async(countdown=1)
    return [a.get(timeout=20), b.get(timeout=20)]
