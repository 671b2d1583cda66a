"""The web server: eight threads, and each answers one visitor at a time."""

from flask import Flask, request

import shop
import tasks

app = Flask(__name__)


@app.post('/signup')
def signup():
    email = request.form['email']
    shop.save_user(email)
    tasks.send_welcome.delay(email).get()
    return 'Welcome!', 201


@app.post('/login')
def login():
    if shop.check_password(request.form['email'], request.form['password']):
        return 'Hello again!', 200
    return 'Wrong password.', 401


@app.post('/avatar')
def avatar():
    tasks.resize_avatar.delay(request.form['email'])
    return 'Nice picture! You will see it in a moment.', 202


@app.get('/films/<int:film>')
def film(film):
    return f'This film is {shop.price_of(film)} cents.', 200


@app.post('/export')
def export():
    tasks.export_pdf.delay(request.form['email'])
    return 'We are making your PDF.', 202


@app.post('/checkout')
def checkout():
    if shop.authorise_card(request.form['card'], 990):
        return 'Paid. Enjoy!', 200
    return 'Your card was declined.', 402
