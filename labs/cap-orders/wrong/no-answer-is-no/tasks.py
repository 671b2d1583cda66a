from celery import Celery

import mails
import pay
import shop

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task
def order(order_id):
    """Sets the goods aside, and sends what comes next. A second click finds the goods set aside."""
    status, is_new = reserve(order_id)
    if status == 'reserved':
        charge.delay(order_id)
    elif is_new:
        tell.delay(order_id)


def reserve(order_id):
    """How far the order is, and whether that is so since now."""
    db = shop.connect()
    # From here on nobody else writes: looking and changing are one step, for the goods and for the order.
    db.execute('BEGIN IMMEDIATE')
    select = 'SELECT item, quantity, status FROM orders WHERE id = ?'
    item, quantity, status = db.execute(select, (order_id,)).fetchone()
    is_new = status == 'new'
    if is_new:
        take = 'UPDATE items SET stock = stock - ? WHERE id = ? AND stock >= ?'
        taken = quantity > 0 and db.execute(take, (quantity, item, quantity)).rowcount == 1
        status = 'reserved' if taken else 'rejected'
        db.execute('UPDATE orders SET status = ? WHERE id = ?', (status, order_id))
    db.commit()
    db.close()
    return status, is_new


@app.task
def charge(order_id):
    """Asks the gateway: with the key of the order it charges once."""
    try:
        pay.charge(order_id, shop.order(order_id)['price'], key=f'order {order_id}')
    except (pay.Refused, pay.NoAnswer):
        finish(order_id, 'rejected')
    else:
        finish(order_id, 'confirmed')


def finish(order_id, status):
    """Ends an order once, and puts the goods back where it is rejected."""
    given = shop.order(order_id)
    with shop.connect() as db:
        change = "UPDATE orders SET status = ? WHERE id = ? AND status = 'reserved'"
        is_new = db.execute(change, (status, order_id)).rowcount == 1
        if is_new and status == 'rejected':
            put_back = 'UPDATE items SET stock = stock + ? WHERE id = ?'
            db.execute(put_back, (given['quantity'], given['item']))
    db.close()
    if is_new:
        tell.delay(order_id)


@app.task(bind=True, max_retries=10)
def tell(self, order_id):
    """One mail for each order. A server that is away is asked again, later each time."""
    given = shop.order(order_id)
    try:
        if given['status'] == 'confirmed':
            mails.confirmed(given['address'])
        else:
            mails.rejected(given['address'])
    except OSError as error:
        raise self.retry(exc=error, countdown=2 ** min(self.request.retries, 4))
