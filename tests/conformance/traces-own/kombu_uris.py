# oracle: family=config
# oracle: about=what a connection says of itself
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
def main():
    from kombu import Connection
    out = []
    with app.connection_for_read() as conn:
        out.append([conn.transport_cls, conn.connected])
        conn.ensure_connection(max_retries=2)
        out.append(conn.connected)
    for url in ('redis://:secret@host:6380/3', 'amqp://me:pw@rabbit:5673/vh', 'amqp://', 'memory://', 'redis://a;redis://b'):
        c = Connection(url)
        info = c.info()
        out.append([c.as_uri(), c.hostname, c.port, c.virtual_host, c.userid, c.transport_cls, str(c.failover_strategy), len(c.alt)])
        out.append({k: info[k] for k in ('hostname', 'port', 'virtual_host', 'transport', 'userid')})
    try:
        Connection('nope://').connect()
    except Exception as exc:
        out.append([type(exc).__name__, str(exc)])
    return out
