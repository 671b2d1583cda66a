from celery import Celery

import orders
import pay

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task
def charge(order_id):
    """Charge the customer of an order, and write down what has become of it."""
    try:
        pay.charge(order_id, orders.amount_of(order_id))
    except pay.Refused:
        orders.set_status(order_id, 'refused')
    else:
        orders.set_status(order_id, 'paid')
