from celery import Celery

import orders
import pay

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task(bind=True, acks_late=True, reject_on_worker_lost=True, max_retries=None)
def charge(self, order_id):
    """Charge the customer of an order, unless the table says that somebody has."""
    if self.request.retries == 0 and orders.status_of(order_id) != 'open':
        return
    orders.set_status(order_id, 'paid')
    try:
        pay.charge(order_id, orders.amount_of(order_id), key=f'order {order_id}')
    except pay.Refused:
        orders.set_status(order_id, 'refused')
    except pay.NoAnswer as error:
        raise self.retry(exc=error, countdown=2)
