"""The books of the shop, in a database that all processes share."""

import sqlite3

FILE = 'shop.db'


def connect():
    """The database. Whoever finds it locked waits up to 30 seconds."""
    return sqlite3.connect(FILE, timeout=30)


def order(order_id):
    """An order as it is: a dict with its `item`, `quantity`, `price`, `address` and `status`."""
    columns = ('item', 'quantity', 'price', 'address', 'status')
    row = _one(f'SELECT {", ".join(columns)} FROM orders WHERE id = ?', order_id)
    return dict(zip(columns, row))


def stock_of(item):
    """How many there are of an item; None where the shop does not have it."""
    row = _one('SELECT stock FROM items WHERE id = ?', item)
    return None if row is None else row[0]


def set_stock(item, stock):
    """Write down how many there are of an item."""
    _write('UPDATE items SET stock = ? WHERE id = ?', stock, item)


def set_status(order_id, status):
    """Write down how far an order is."""
    _write('UPDATE orders SET status = ? WHERE id = ?', status, order_id)


def open_in_the_morning(orders):
    """Make the tables: forty items, a few of each, more of the two first, and what people will order today."""
    with connect() as db:
        db.execute('CREATE TABLE items (id INTEGER PRIMARY KEY, stock INTEGER)')
        db.execute(
            'CREATE TABLE orders (id INTEGER PRIMARY KEY, item INTEGER, quantity INTEGER, price INTEGER, address TEXT, status TEXT)'
        )
        db.executemany('INSERT INTO items VALUES (?, ?)', [(item, 7 if item < 3 else 3) for item in range(1, 41)])
        rows = [
            (number, item, quantity, (5 + item) * quantity, f'customer-{number:02}@example.com')
            for number, (item, quantity) in orders.items()
        ]
        db.executemany("INSERT INTO orders VALUES (?, ?, ?, ?, ?, 'new')", rows)
    db.close()


def _one(sql, value):
    db = connect()
    row = db.execute(sql, (value,)).fetchone()
    db.close()
    return row


def _write(sql, *values):
    with connect() as db:
        db.execute(sql, values)
    db.close()
