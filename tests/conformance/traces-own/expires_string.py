# oracle: family=expires
# oracle: about=expires as ISO text, and far too large
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t():
    return 1


def main():
    import datetime
    soon = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=20)).isoformat()
    out = []
    for e in (soon, 3600 * 24 * 365, 2.5):
        try:
            out.append(t.apply_async(expires=e).get(timeout=10))
        except Exception as exc:
            out.append([type(exc).__name__, str(exc)])
    return out
