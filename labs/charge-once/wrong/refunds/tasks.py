import redis
from celery import Celery

import orders
import pay

app = Celery('tasks')
app.config_from_object('celeryconfig')
shelf = redis.Redis()


@app.task(bind=True, acks_late=True, reject_on_worker_lost=True, max_retries=None)
def charge(self, order_id):
    """Charge the customer of an order; who was charged before gets the second one back."""
    try:
        made = pay.charge(order_id, orders.amount_of(order_id), key=self.request.id)
    except pay.Refused:
        orders.set_status(order_id, 'refused')
        return
    except pay.NoAnswer as error:
        raise self.retry(exc=error, countdown=2)
    if not shelf.set(f'order {order_id}', made['id'], nx=True):
        if shelf.get(f'order {order_id}').decode() != made['id']:
            try:
                pay.refund(made['id'])
            except pay.NoAnswer as error:
                raise self.retry(exc=error, countdown=2)
    orders.set_status(order_id, 'paid')
