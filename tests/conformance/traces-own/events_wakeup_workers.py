# oracle: family=events
# oracle: about=capture with wakeup: the workers answer with heartbeats; alive or not
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 2
# oracle: worker=w2: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
def main():
    state = app.events.State()
    with app.connection_for_read() as conn:
        recv = app.events.Receiver(conn, handlers={'worker-heartbeat': state.event})
        got = list(x for x in [recv.capture(limit=2, timeout=5, wakeup=True)])
    out = []
    for name in sorted(state.workers):
        w = state.workers[name]
        out.append([w.hostname, w.alive, w.active, w.processed, w.freq, w.sw_ident, w.sw_ver, w.status_string])
    return [got, out, len(list(state.alive_workers()))]
