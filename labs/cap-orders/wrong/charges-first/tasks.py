from celery import Celery

import mails
import pay
import shop

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task(bind=True, max_retries=None)
def order(self, order_id):
    """First the money, then the goods. If there are none, the money goes back."""
    given = shop.order(order_id)
    if given['status'] != 'new' or given['quantity'] < 1:
        finish(order_id, 'rejected')
        return
    try:
        made = pay.charge(order_id, given['price'], key=f'order {order_id}')
        if not take(order_id):
            pay.refund(made['id'])
    except pay.NoAnswer as error:
        raise self.retry(exc=error, countdown=1)
    except pay.Refused:
        finish(order_id, 'rejected')


def take(order_id):
    """Sets the goods aside and ends the order; False where there are none."""
    given = shop.order(order_id)
    db = shop.connect()
    db.execute('BEGIN IMMEDIATE')
    [(status,)] = db.execute('SELECT status FROM orders WHERE id = ?', (order_id,)).fetchall()
    taken = False
    if status == 'new':
        change = 'UPDATE items SET stock = stock - :quantity WHERE id = :item AND stock >= :quantity'
        taken = db.execute(change, {'quantity': given['quantity'], 'item': given['item']}).rowcount == 1
        end = 'confirmed' if taken else 'rejected'
        db.execute('UPDATE orders SET status = ? WHERE id = ?', (end, order_id))
    db.commit()
    db.close()
    if status == 'new':
        tell.delay(order_id)
    return taken or status == 'confirmed'


def finish(order_id, status):
    """Ends an order once."""
    with shop.connect() as db:
        change = "UPDATE orders SET status = ? WHERE id = ? AND status = 'new'"
        is_new = db.execute(change, (status, order_id)).rowcount == 1
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
