import redis
from celery import Celery

import mails
import pay
import shop

app = Celery('tasks')
app.config_from_object('celeryconfig')
shelf = redis.Redis()


@app.task(bind=True, max_retries=None)
def order(self, order_id):
    """Looks and writes, while a lock keeps everybody else from doing so."""
    if not shelf.set('books', self.request.id, nx=True, ex=60):
        raise self.retry(countdown=1)
    try:
        given = shop.order(order_id)
        if given['status'] != 'new':
            return
        stock = shop.stock_of(given['item'])
        if stock is None or given['quantity'] < 1 or stock < given['quantity']:
            shop.set_status(order_id, 'rejected')
            tell.delay(order_id)
        else:
            shop.set_stock(given['item'], stock - given['quantity'])
            shop.set_status(order_id, 'reserved')
            charge.delay(order_id)
    finally:
        shelf.delete('books')


@app.task(bind=True, max_retries=None)
def charge(self, order_id):
    given = shop.order(order_id)
    try:
        pay.charge(order_id, given['price'], key=f'{order_id}')
    except pay.NoAnswer:
        raise self.retry(countdown=2)
    except pay.Refused:
        put_back.delay(order_id)
        return
    shop.set_status(order_id, 'confirmed')
    tell.delay(order_id)


@app.task(bind=True, max_retries=None)
def put_back(self, order_id):
    """What the gateway has refused goes back, behind the same lock."""
    if not shelf.set('books', self.request.id, nx=True, ex=60):
        raise self.retry(countdown=1)
    try:
        given = shop.order(order_id)
        shop.set_stock(given['item'], shop.stock_of(given['item']) + given['quantity'])
        shop.set_status(order_id, 'rejected')
    finally:
        shelf.delete('books')
    tell.delay(order_id)


@app.task(autoretry_for=(OSError,), default_retry_delay=3, max_retries=40)
def tell(order_id):
    given = shop.order(order_id)
    news = mails.confirmed if given['status'] == 'confirmed' else mails.rejected
    news(given['address'])
