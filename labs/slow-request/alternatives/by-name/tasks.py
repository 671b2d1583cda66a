from celery import Celery, shared_task

import shop

app = Celery('tasks')
app.config_from_object('celeryconfig')


@shared_task(name='mails.welcome', ignore_result=True)
def welcome(email):
    shop.send_welcome(email)


@shared_task(name='files.make', ignore_result=True)
def make(what, email):
    shop.resize_avatar(email) if what == 'avatar' else shop.export_pdf(email)
