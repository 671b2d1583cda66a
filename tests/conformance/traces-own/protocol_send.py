# oracle: family=protocol
# oracle: about=send_task and signature by name with every option that shows in the message
# oracle: split=public
# oracle: broker=rabbitmq
# oracle: worker=w1: -c 1
# oracle: tolerance=0.8
from celery import Celery

app = Celery('shop', broker='amqp://guest@localhost//', backend='redis://localhost:6379/1')
@app.task(name='deep.name')
def deep(*args, **kwargs):
    return [list(args), kwargs]


def main():
    import datetime
    a = app.send_task('deep.name', [1], {'k': 2}, task_id='my-own-id', headers={'x': 1}, priority=3, expires=60, countdown=1.5, shadow='other', ignore_result=False, soft_time_limit=5, time_limit=9, retry=True, retry_policy={'max_retries': 1}, reply_to=None, add_to_parent=True)
    b = app.signature('deep.name', args=(3,), kwargs={'z': None}, app=app).set(priority=1, queue='celery').apply_async()
    c = deep.signature((1, 2), {'q': 1}, immutable=True).apply_async(ignore_result=True)
    d = app.send_task('not.there', [1])
    out = [a.get(timeout=10), b.get(timeout=10), a.id]
    import time
    time.sleep(0.5)
    return [out, d.state, c.state]
