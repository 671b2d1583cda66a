from celery import Celery

import shop

app = Celery('tasks')
app.config_from_object('celeryconfig')
