# oracle: family=pools
# oracle: about=prefork: a resource opened in worker_process_init, a global of the module, and what the main process set
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 2
# oracle: tolerance=1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
import os
from celery.signals import worker_process_init, worker_init, worker_ready
conn = {}


@worker_init.connect
def first(**kw):
    conn['main'] = os.getpid()


@worker_process_init.connect
def opened(**kw):
    conn['child'] = os.getpid()


@worker_ready.connect
def late(**kw):
    conn['ready'] = os.getpid()


@app.task
def look():
    return [conn.get('main') == os.getppid(), conn.get('child') == os.getpid(), 'ready' in conn]


def main():
    return [look.delay().get(timeout=10) for _ in range(3)]
