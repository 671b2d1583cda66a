# oracle: family=pools
# oracle: about=--max-tasks-per-child=2 with two processes: new processes, state of modules is new too
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 --max-tasks-per-child=2
# oracle: tolerance=6
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
count = []


@app.task
def t(n):
    import os
    count.append(n)
    return [len(count), os.getpid()]


def main():
    out = [t.delay(n).get(timeout=30) for n in range(5)]
    pids = [p for _, p in out]
    return [[n for n, _ in out], pids[0] == pids[1], pids[1] == pids[2], pids[2] == pids[3], len(set(pids))]
