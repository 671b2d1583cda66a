# oracle: family=revoke
# oracle: about=a running task with a stamp is terminated
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
@app.task
def slow():
    import time
    time.sleep(5)
    return 'end'


def main():
    import time
    s = slow.si()
    s.stamp(tenant='red')
    r = s.apply_async()
    time.sleep(0.7)
    app.control.revoke_by_stamped_headers({'tenant': 'red'}, terminate=True)
    e = r.get(timeout=10, propagate=False)
    return [r.state, type(e).__name__, str(e)]
