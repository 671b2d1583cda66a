# oracle: family=protocol
# oracle: about=serializer names nobody knows
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def t(x):
    return x


def main():
    out = []
    for name in ('json', 'nope'):
        try:
            out.append(t.apply_async((1,), serializer=name).get(timeout=10))
        except Exception as exc:
            out.append([type(exc).__name__, str(exc)])
    return out
