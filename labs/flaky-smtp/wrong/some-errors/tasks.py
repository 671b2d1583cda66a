import random
import smtplib

from celery import Celery

import bounces

app = Celery('tasks')
app.config_from_object('celeryconfig')

MAIL = 'Subject: Film night\n\nSee you on Friday at eight!'


@app.task(bind=True, max_retries=7)
def send_mail(self, address):
    """One mail to one member of the club."""
    try:
        with smtplib.SMTP('mail.example.com', timeout=10) as server:
            server.sendmail('club@example.com', address, MAIL)
    except smtplib.SMTPRecipientsRefused:
        bounces.record(address)
    except smtplib.SMTPResponseException as error:
        # 2, 4, 8, 16... seconds, and a little more or less for each mail.
        pause = 2 ** (self.request.retries + 1)
        raise self.retry(exc=error, countdown=pause * random.uniform(0.75, 1.25))
