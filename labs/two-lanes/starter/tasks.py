import time

from celery import Celery

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task
def send_mail(address):
    """A password mail: somebody sits at the login form and waits for it."""
    time.sleep(0.2)


@app.task
def encode_video(title, seconds):
    """A film in a new format: long work, and nobody watches the clock."""
    time.sleep(seconds)
