from celery import Celery

import shop

app = Celery('tasks')
app.config_from_object('celeryconfig')

LATER = {work.__name__: work for work in (shop.send_welcome, shop.resize_avatar, shop.export_pdf)}


@app.task(acks_late=True)
def later(work, email):
    """Whatever nobody waits for."""
    LATER[work](email)
