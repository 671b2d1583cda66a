from celery import Celery

import mails
import pay
import shop

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task(
    bind=True,
    acks_late=True,
    reject_on_worker_lost=True,
    autoretry_for=(pay.NoAnswer,),
    retry_backoff=1,
    retry_backoff_max=4,
    max_retries=None,
)
def order(self, order_id):
    """The whole way of an order. Each step may be done again, so the way may begin anew at any time."""
    with shop.connect() as db:
        step(db, order_id, 'new', 'reserved')
    given = shop.order(order_id)
    if given['status'] == 'reserved':
        try:
            pay.charge(order_id, given['price'], key=order_id)
        except pay.Refused:
            end = 'rejected'
        else:
            end = 'confirmed'
        with shop.connect() as db:
            step(db, order_id, 'reserved', end)
    if nobody_told(order_id):
        tell.delay(order_id)


def step(db, order_id, before, after):
    """One step of an order and of the goods, in one transaction, unless it is done already."""
    change = 'UPDATE orders SET status = ? WHERE id = ? AND status = ?'
    if db.execute(change, (after, order_id, before)).rowcount == 0:
        return
    item, quantity = db.execute('SELECT item, quantity FROM orders WHERE id = ?', (order_id,)).fetchone()
    if after == 'reserved':
        take = 'UPDATE items SET stock = stock - :quantity WHERE id = :item AND stock >= :quantity AND :quantity > 0'
        if db.execute(take, {'item': item, 'quantity': quantity}).rowcount == 0:
            db.execute("UPDATE orders SET status = 'rejected' WHERE id = ?", (order_id,))
    elif after == 'rejected':
        db.execute('UPDATE items SET stock = stock + ? WHERE id = ?', (quantity, item))


def nobody_told(order_id):
    """Whether nobody has told the customer yet; from now on somebody has."""
    with shop.connect() as db:
        db.execute('CREATE TABLE IF NOT EXISTS told (id INTEGER PRIMARY KEY)')
        return db.execute('INSERT OR IGNORE INTO told VALUES (?)', (order_id,)).rowcount == 1


@app.task(autoretry_for=(OSError,), retry_backoff=2, max_retries=8)
def tell(order_id):
    given = shop.order(order_id)
    news = mails.confirmed if given['status'] == 'confirmed' else mails.rejected
    news(given['address'])
