import smtplib

from celery import Celery

import bounces

app = Celery('tasks')
app.config_from_object('celeryconfig')

MAIL = 'Subject: Film night\n\nSee you on Friday at eight!'


@app.task(bind=True, max_retries=7, default_retry_delay=3)
def send_mail(self, address):
    """Whatever is not for good is tried again: in 3 s, in 6 s, in 12 s and so on, at most a minute."""
    try:
        server = smtplib.SMTP('mail.example.com')
        try:
            server.sendmail('club@example.com', [address], MAIL)
        finally:
            server.close()
    except smtplib.SMTPRecipientsRefused as refused:
        code, _ = refused.recipients[address]
        bounces.record(address, code)
    except OSError as error:
        self.retry(exc=error, countdown=min(60, 3 * 2**self.request.retries))
