import smtplib
import time

from celery import Celery

import bounces

app = Celery('tasks')
app.config_from_object('celeryconfig')

MAIL = 'Subject: Film night\n\nSee you on Friday at eight!'


@app.task
def send_mail(address):
    """One mail to one member of the club."""
    for pause in (1, 2, 4, 8, 16, 32, 64, 0):
        try:
            with smtplib.SMTP('mail.example.com') as server:
                server.sendmail('club@example.com', address, MAIL)
            return
        except smtplib.SMTPRecipientsRefused:
            bounces.record(address)
            return
        except OSError:
            time.sleep(pause)
