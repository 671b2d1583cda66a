# oracle: family=control
# oracle: about=memsample, objgraph, clock, and a pattern that fits one
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: worker=v2: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
def main():
    i = app.control.inspect(timeout=1)
    out = [sorted(i.ping() or {}), app.control.inspect(timeout=1, pattern='w*', matcher='glob').ping(),
           app.control.inspect(timeout=1, destination=['zz@sim']).ping()]
    out.append(sorted(type(v['clock']).__name__ for v in i.clock().values()))
    try:
        app.control.ping(destination='v2@sim', timeout=1)
    except Exception as exc:
        out.append([type(exc).__name__, str(exc)])
    return out
