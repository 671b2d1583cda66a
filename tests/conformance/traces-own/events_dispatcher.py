# oracle: family=events
# oracle: about=a program sends events of its own through a Dispatcher
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
def main():
    seen = []
    with app.connection_for_write() as conn:
        recv = app.events.Receiver(conn, handlers={'*': lambda e: seen.append(e)}, routing_key='shop.#')
        with recv.consumer_context(wakeup=False):
            with app.events.Dispatcher(conn, hostname='till', enabled=True) as dispatcher:
                dispatcher.send('shop-opened', door=1)
                dispatcher.send('shop-closed', door=2)
            try:
                recv.capture(limit=2, timeout=3, wakeup=False)
            except Exception as exc:
                seen.append(type(exc).__name__)
    return [[e['type'], e['hostname'], e.get('door'), sorted(e)] if isinstance(e, dict) else e for e in seen]
