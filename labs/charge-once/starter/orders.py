"""The table of orders, in a database that all processes share."""

import sqlite3

FILE = 'shop.db'


def create(orders):
    """Make the table, with orders that nobody has paid yet."""
    db = sqlite3.connect(FILE)
    with db:
        db.execute('CREATE TABLE orders (id INTEGER PRIMARY KEY, amount INTEGER, status TEXT)')
        db.executemany("INSERT INTO orders (id, amount, status) VALUES (?, ?, 'open')", orders)
    db.close()


def amount_of(order_id):
    """What an order costs, in euros."""
    return _one('amount', order_id)


def status_of(order_id):
    """`open`, `paid` or `refused`."""
    return _one('status', order_id)


def set_status(order_id, status):
    """Write down what has become of an order."""
    db = sqlite3.connect(FILE, timeout=30)
    with db:
        db.execute('UPDATE orders SET status = ? WHERE id = ?', (status, order_id))
    db.close()


def _one(column, order_id):
    db = sqlite3.connect(FILE, timeout=30)
    [(value,)] = db.execute(f'SELECT {column} FROM orders WHERE id = ?', (order_id,)).fetchall()
    db.close()
    return value
