# oracle: family=pools
# oracle: about=--max-memory-per-child: every task is over it
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 --max-memory-per-child=1000
# oracle: tolerance=7
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
import os


@app.task
def t(n):
    return os.getpid()


def main():
    out = [t.delay(n).get(timeout=30) for n in range(3)]
    return len(set(out))
