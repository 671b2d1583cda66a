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
        with smtplib.SMTP('mail.example.com') as server:
            server.sendmail('club@example.com', address, MAIL)
    except ConnectionError as error:
        raise self.retry(exc=error, countdown=2 ** (self.request.retries + 1))
    except smtplib.SMTPException:
        bounces.record(address)
