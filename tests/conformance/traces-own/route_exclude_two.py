# oracle: family=routing
# oracle: about=-X with several queues, -Q with several
# oracle: split=public
# oracle: broker=redis
# oracle: worker=w1: -c 1 -X mail,video
# oracle: worker=w2: -c 1 -Q mail,video
from celery import Celery

app = Celery('shop', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')
from kombu import Queue
app.conf.task_queues = [Queue('celery'), Queue('mail'), Queue('video'), Queue('audio')]


@app.task(bind=True)
def where(self):
    return self.request.hostname


def main():
    out = [where.apply_async(queue=q).get(timeout=10) for q in ('celery', 'mail', 'video', 'audio')]
    aq = app.control.inspect(timeout=1).active_queues()
    return [out, {k: sorted(q['name'] for q in v) for k, v in sorted(aq.items())}]
