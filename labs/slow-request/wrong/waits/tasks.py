from celery import Celery

import shop

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task
def send_welcome(email):
    shop.send_welcome(email)


@app.task
def resize_avatar(email):
    shop.resize_avatar(email)


@app.task
def export_pdf(email):
    shop.export_pdf(email)
