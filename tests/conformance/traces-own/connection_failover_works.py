# oracle: family=connection
# oracle: about=a list of brokers, the first away: worker and client take the second
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: flags=quiet
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
import os
app.conf.broker_url = ['redis://localhost:9/0', os.environ.get('CELERY_BROKER_URL', 'redis://localhost:6379/0')]


@app.task
def add(x, y):
    return x + y


def main():
    return [add.delay(1, 2).get(timeout=10), len(app.connection_for_write().alt)]
