# oracle: family=eta
# oracle: about=eta as an aware datetime, countdown 0, an eta in the past, countdown and eta together
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task(bind=True)
def t(self, n):
    return [n, self.request.eta is not None]


def main():
    import datetime
    now = datetime.datetime.now(datetime.timezone.utc)
    later = now + datetime.timedelta(seconds=2)
    rs = [t.apply_async(('aware',), eta=later), t.apply_async(('zero',), countdown=0),
          t.apply_async(('past',), eta=now - datetime.timedelta(seconds=30)),
          t.apply_async(('both',), countdown=1, eta=later + datetime.timedelta(seconds=30)), t.apply_async(('negative',), countdown=-3)]
    return [r.get(timeout=20) for r in rs]
