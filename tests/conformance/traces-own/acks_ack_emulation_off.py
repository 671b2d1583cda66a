# oracle: family=acks
# oracle: about=ack_emulation=False: a killed worker's messages are gone
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
# oracle: worker=w2 manual: -c 1
# oracle: action=on run:tasks.t +0.5 do kill w1 SIGKILL
# oracle: action=on run:tasks.t +1.5 do start w2
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
app.conf.broker_transport_options = {'ack_emulation': False}


@app.task(acks_late=True)
def t(n):
    import time
    time.sleep(1.5)
    return n


def main():
    import time
    rs = [t.delay(n) for n in range(3)]
    time.sleep(5)
    return [r.state for r in rs]
