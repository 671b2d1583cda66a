# oracle: family=connection
# oracle: about=a list of brokers, the first of them away: the client takes the second
# oracle: split=public
# oracle: broker=redis
# oracle: env=source
from celery import Celery

app = Celery('shop', broker='redis://localhost:9/0;redis://localhost:9/1', backend='redis://localhost:6379/1')


@app.task
def add(x, y):
    return x + y


def main():
    try:
        add.delay(1, 2)
    except Exception as exc:
        return [type(exc).__name__, str(exc)[:40]]
