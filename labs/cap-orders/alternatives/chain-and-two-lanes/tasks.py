from celery import Celery, chain

import mails
import pay
import shop

app = Celery('tasks')
app.config_from_object('celeryconfig')


class SoldOut(Exception):
    """There is not enough of it, or there is no such thing."""


@app.task
def order(order_id):
    """Whoever comes first takes the order in, and sends it on its way."""
    with shop.connect() as db:
        taken = "UPDATE orders SET status = 'taken' WHERE id = ? AND status = 'new'"
        is_first = db.execute(taken, (order_id,)).rowcount == 1
    if is_first:
        line = chain(reserve.si(order_id), charge.si(order_id), confirm.si(order_id))
        line.on_error(reject.si(order_id)).delay()


@app.task
def reserve(order_id):
    given = shop.order(order_id)
    with shop.connect() as db:
        change = "UPDATE orders SET status = 'reserved' WHERE id = ? AND status = 'taken'"
        if db.execute(change, (order_id,)).rowcount == 0:
            return
        take = 'UPDATE items SET stock = stock - :quantity WHERE id = :item AND stock >= :quantity AND :quantity > 0'
        if db.execute(take, {'quantity': given['quantity'], 'item': given['item']}).rowcount == 0:
            # Out of the with block by an exception: nothing of it is written.
            raise SoldOut(order_id)


@app.task(bind=True, max_retries=100)
def charge(self, order_id):
    try:
        pay.charge(order_id, shop.order(order_id)['price'], key=f'charge {order_id}')
    except pay.NoAnswer as error:
        raise self.retry(exc=error, countdown=1.5)


@app.task
def confirm(order_id):
    shop.set_status(order_id, 'confirmed')
    tell.delay(shop.order(order_id)['address'], True)


@app.task
def reject(order_id):
    """The errback of the line: undoes what was done, which the status tells."""
    given = shop.order(order_id)
    with shop.connect() as db:
        if given['status'] == 'reserved':
            put_back = 'UPDATE items SET stock = stock + ? WHERE id = ?'
            db.execute(put_back, (given['quantity'], given['item']))
        db.execute("UPDATE orders SET status = 'rejected' WHERE id = ?", (order_id,))
    tell.delay(given['address'], False)


@app.task(bind=True, max_retries=None)
def tell(self, address, is_good):
    try:
        (mails.confirmed if is_good else mails.rejected)(address)
    except OSError as error:
        raise self.retry(exc=error, countdown=5)
