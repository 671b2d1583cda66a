"""Mails to the customers."""

import smtplib


def confirmed(address):
    """Tell somebody that their order is on its way. Raises `OSError` where the mail server does not take it."""
    _send(address, 'Your order is on its way')


def rejected(address):
    """Tell somebody that nothing will come of their order. Raises `OSError` as well."""
    _send(address, 'We are sorry about your order')


def _send(address, subject):
    with smtplib.SMTP('mail.example.com') as server:
        server.sendmail('shop@example.com', address, f'Subject: {subject}\n\nYour shop')
