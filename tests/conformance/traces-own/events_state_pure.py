# oracle: family=events
# oracle: about=State fed by hand: late events, retries, unknown types
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
def main():
    from celery.events import Event
    from celery.events.state import State
    s = State()
    def ev(type, **f):
        f.setdefault('hostname', 'w9@h')
        f.setdefault('timestamp', 1000.0)
        f.setdefault('local_received', f['timestamp'])
        f.setdefault('clock', 1)
        f.setdefault('pid', 1)
        f.setdefault('utcoffset', 0)
        return s.event({'type': type, **f})
    out = []
    ev('worker-online', freq=2.0, active=0, processed=0, timestamp=1.0, local_received=1.0)
    ev('task-succeeded', uuid='a', result='3', runtime=0.5, timestamp=3.0, local_received=3.0, clock=5)
    ev('task-received', uuid='a', name='add', args='(1, 2)', kwargs='{}', retries=0, eta=None, expires=None, timestamp=2.0, local_received=2.0, clock=4)
    ev('task-started', uuid='b', timestamp=4.0, local_received=4.0, clock=7)
    ev('task-retried', uuid='b', exception='X', traceback='t', timestamp=5.0, local_received=5.0, clock=8)
    ev('task-revoked', uuid='c', terminated=False, signum=None, expired=True, clock=9)
    ev('task-odd', uuid='d', clock=10)
    for id in 'abcd':
        t = s.tasks[id]
        out.append([t.state, t.name, t.args, t.result, t.retries, t.runtime, t.received, t.started, t.succeeded, t.timestamp, t.ready, str(t.origin)])
    out.append([t.uuid for _, t in s.tasks_by_time()])
    out.append([t.uuid for _, t in s.tasks_by_worker('w9@h')])
    out.append(sorted(s.seen_types) if hasattr(s, 'seen_types') else None)
    out.append(repr(s))
    w = s.workers['w9@h']
    out.append([w.status_string, w.alive, w.heartbeats, w.freq, w.id, repr(w)])
    out.append(repr(s.tasks['a']))
    out.append(sorted(s.tasks['a'].info().items()))
    out.append(s.tasks['a'].info(['args', 'state'], ['uuid']))
    out.append([k for k in Event('task-x', uuid=1)])
    return out
