"""What the shop can do. Each function does its work at once, wherever it is called, and returns when it is done."""

import hashlib
import smtplib
import sqlite3
import time

import boto3
import requests

BOOKS = 'shop.db'


def open_books():
    """Make the tables, with one user who is there already."""
    with sqlite3.connect(BOOKS) as db:
        db.execute('CREATE TABLE users (email TEXT, password TEXT)')
        db.execute('INSERT INTO users VALUES (?, ?)', ('ada@example.com', _hashed('open sesame')))


def save_user(email):
    """Write down a new user. About 0.001 s."""
    with sqlite3.connect(BOOKS) as db:
        db.execute('INSERT INTO users VALUES (?, ?)', (email, ''))


def check_password(email, password):
    """Is it the user's password? About 0.04 s: a good hash is slow on purpose."""
    time.sleep(0.04)
    with sqlite3.connect(BOOKS) as db:
        row = db.execute('SELECT password FROM users WHERE email = ?', (email,)).fetchone()
    return row is not None and row[0] == _hashed(password)


def price_of(film):
    """What a film costs, in cents. About 0.03 s."""
    return requests.get(f'http://prices.example.com/films/{film}').json()['price']


def authorise_card(card, cents):
    """Ask the bank whether a card is good for so much: True or False. About 0.06 s."""
    answer = requests.post(f'http://bank.example.com/cards/{card}', json={'cents': cents})
    return answer.json()['authorised']


def send_welcome(email):
    """Send the welcome mail. 0.2 to 3 s, and 6 s on a bad day."""
    with smtplib.SMTP('mail.example.com') as server:
        server.sendmail('shop@example.com', email, 'Subject: Welcome\n\nGood to have you here!')


def resize_avatar(email):
    """Make a small picture of a large one, and store it. About 0.8 s."""
    time.sleep(0.8)
    boto3.client('s3').put_object(Bucket='shop', Key=f'avatars/{email}.png', Body='small')


def export_pdf(email):
    """Make a PDF of all orders, and store it. About 1.5 s."""
    time.sleep(1.5)
    boto3.client('s3').put_object(Bucket='shop', Key=f'exports/{email}.pdf', Body='orders')


def _hashed(password):
    return hashlib.sha256(password.encode()).hexdigest()
