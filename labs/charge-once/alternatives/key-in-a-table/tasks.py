import sqlite3
from uuid import uuid4

from celery import Celery

import orders
import pay

app = Celery('tasks')
app.config_from_object('celeryconfig')


def key_of(order_id):
    """The key that was written down when the order was first tried; whoever comes later takes the same."""
    db = sqlite3.connect(orders.FILE, timeout=30)
    with db:
        db.execute('CREATE TABLE IF NOT EXISTS keys (id INTEGER PRIMARY KEY, key TEXT)')
        db.execute('INSERT OR IGNORE INTO keys (id, key) VALUES (?, ?)', (order_id, str(uuid4())))
    [(key,)] = db.execute('SELECT key FROM keys WHERE id = ?', (order_id,)).fetchall()
    db.close()
    return key


@app.task(
    acks_late=True,
    reject_on_worker_lost=True,
    autoretry_for=(pay.NoAnswer,),
    retry_backoff=1,
    max_retries=20,
)
def charge(order_id):
    """Charge the customer of an order, and write down what has become of it."""
    try:
        pay.charge(order_id, orders.amount_of(order_id), key_of(order_id))
    except pay.Refused:
        orders.set_status(order_id, 'refused')
    else:
        orders.set_status(order_id, 'paid')
