from celery import Celery

import orders
import pay

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task(acks_late=True, reject_on_worker_lost=True)
def charge(order_id):
    """Charge the customer of an order, and write down what has become of it."""
    try:
        pay.charge(order_id, orders.amount_of(order_id), key=f'order {order_id}')
    except (pay.Refused, pay.NoAnswer):
        orders.set_status(order_id, 'refused')
    else:
        orders.set_status(order_id, 'paid')
