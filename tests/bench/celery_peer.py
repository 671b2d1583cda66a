"""Real Celery on this machine, with nothing outside its own process: what a delay() and a whole task cost."""

import json
import sys
import time

import celery
from celery import Celery
from celery.contrib.testing.worker import start_worker

count = int(sys.argv[1])
app = Celery('peer', broker='memory://', backend='cache+memory://')
app.conf.worker_hijack_root_logger = False


@app.task
def add(x, y):
    return x + y


for number in range(50):
    add.delay(number, 1)
app.control.purge()

started = time.process_time()
results = [add.delay(number, 1) for number in range(count)]
delays = time.process_time() - started

with start_worker(app, pool='solo', perform_ping_check=False, loglevel='CRITICAL'):
    started = time.process_time()
    while not results[-1].ready():
        time.sleep(0.005)
    tasks = time.process_time() - started

print(json.dumps({'celery': celery.__version__, 'delay': delays / count, 'task': (delays + tasks) / count}))
