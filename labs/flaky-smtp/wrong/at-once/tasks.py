import smtplib

from celery import Celery

import bounces

app = Celery('tasks')
app.config_from_object('celeryconfig')

MAIL = 'Subject: Film night\n\nSee you on Friday at eight!'


@app.task(
    autoretry_for=(smtplib.SMTPResponseException, smtplib.SMTPServerDisconnected, ConnectionError),
    max_retries=7,
    retry_backoff=8,
)
def send_mail(address):
    """One mail to one member of the club."""
    try:
        with smtplib.SMTP('mail.example.com') as server:
            server.sendmail('club@example.com', address, MAIL)
    except smtplib.SMTPRecipientsRefused:
        bounces.record(address)
