# oracle: family=config
# oracle: about=an unknown setting is kept, an unknown attribute raises
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.no_such_thing = 5


@app.task
def t():
    return app.conf.no_such_thing


def main():
    out = [t.delay().get(timeout=10), app.conf.get('never'), 'never' in app.conf]
    try:
        app.conf.never
    except Exception as exc:
        out.append([type(exc).__name__, str(exc)])
    return out
