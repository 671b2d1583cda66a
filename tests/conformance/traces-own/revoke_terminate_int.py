# oracle: family=revoke
# oracle: about=terminate with SIGINT and SIGUSR1
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: tolerance=1.5
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from celery.exceptions import SoftTimeLimitExceeded


@app.task
def slow(n):
    import time
    try:
        time.sleep(3)
    except BaseException as exc:
        print('heard', type(exc).__name__)
        raise
    return n


def main():
    import time
    out = []
    for sig in ('SIGINT', 'SIGUSR1', 'SIGHUP'):
        r = slow.delay(sig)
        time.sleep(0.7)
        r.revoke(terminate=True, signal=sig)
        try:
            out.append(repr(r.get(timeout=6, propagate=False)))
        except Exception as exc:
            out.append([type(exc).__name__, str(exc)])
        time.sleep(0.7)
        out.append(r.state)
    return out
