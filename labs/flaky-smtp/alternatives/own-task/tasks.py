import random
import smtplib
import time

from celery import Celery

import bounces

app = Celery('tasks')
app.config_from_object('celeryconfig')

MAIL = 'Subject: Film night\n\nSee you on Friday at eight!'


@app.task
def send_mail(address, tries=0):
    """One mail to one member of the club; a new task takes over where the server is busy or away."""
    try:
        with smtplib.SMTP('mail.example.com') as server:
            server.sendmail('club@example.com', address, MAIL)
    except smtplib.SMTPRecipientsRefused:
        write_down.delay(address)
    except OSError:
        if tries == 7:
            raise
        # At least a second, and on average longer each time.
        send_mail.apply_async((address, tries + 1), countdown=1 + random.uniform(1, 2) * 2**tries)


@app.task
def write_down(address):
    bounces.record(address)
