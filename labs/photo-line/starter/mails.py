"""Mails to the guests."""

import smtplib


def good_news(owner):
    """Tell somebody that their photo is in the album."""
    _send(owner, 'Your photo is in the album')


def bad_news(owner):
    """Tell somebody that their photo is damaged."""
    _send(owner, 'Your photo is damaged')


def _send(owner, subject):
    with smtplib.SMTP('mail.example.com') as server:
        server.sendmail('albums@example.com', owner, f'Subject: {subject}\n\nYour wedding photographers')
