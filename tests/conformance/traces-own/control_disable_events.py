# oracle: family=control
# oracle: about=disable_events stops task events, enable_events starts them again
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def add(x, y):
    return x + y


def main():
    import time
    out = [app.control.enable_events(reply=True, timeout=1), app.control.disable_events(reply=True, timeout=1), app.control.disable_events(reply=True, timeout=1)]
    a = add.delay(1, 1).get(timeout=10)
    time.sleep(0.3)
    out.append(app.control.enable_events(reply=True, timeout=1))
    b = add.delay(2, 2).get(timeout=10)
    time.sleep(0.5)
    return out + [a, b]
