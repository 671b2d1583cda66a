"""The web server: eight threads, and each answers one visitor at a time."""

import functools

from flask import Flask, abort, jsonify, request

import shop
from tasks import later

app = Flask(__name__)


@app.route('/signup', methods=['POST'])
def signup():
    later.s('send_welcome', new_user()).apply_async(countdown=1)
    return jsonify(ok=True), 201


def new_user():
    shop.save_user(request.form['email'])
    return request.form['email']


@app.route('/login', methods=['POST'])
def login():
    if not shop.check_password(request.form['email'], request.form['password']):
        abort(401)
    return jsonify(ok=True)


@app.route('/avatar', methods=['POST'])
def avatar():
    later.delay('resize_avatar', request.form['email'])
    return jsonify(ok=True)


@app.route('/films/<int:film>')
def film(film):
    return jsonify(cents=price_of(film))


@functools.lru_cache
def price_of(film):
    return shop.price_of(film)


@app.route('/export', methods=['POST'])
def export():
    later.delay('export_pdf', request.form['email'])
    return jsonify(ok=True)


@app.route('/checkout', methods=['POST'])
def checkout():
    return ('', 200) if shop.authorise_card(request.form['card'], 990) else ('', 402)
