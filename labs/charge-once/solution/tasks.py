import redis
from celery import Celery

import orders
import pay

app = Celery('tasks')
app.config_from_object('celeryconfig')
shelf = redis.Redis()


@app.task(bind=True, acks_late=True, reject_on_worker_lost=True, max_retries=None)
def charge(self, order_id):
    """Charge the customer of an order, and write down what has become of it."""
    # One at a time for each order. Whoever dies here is forgotten after a while.
    lock = f'order {order_id} is being charged'
    if not shelf.set(lock, self.request.id, nx=True, ex=10):
        raise self.retry(countdown=3)
    try:
        if orders.status_of(order_id) != 'open':
            return
        # The same order, the same key: however often the gateway is asked, it charges once.
        pay.charge(order_id, orders.amount_of(order_id), key=f'order {order_id}')
        orders.set_status(order_id, 'paid')
    except pay.Refused:
        orders.set_status(order_id, 'refused')
    except pay.NoAnswer as error:
        raise self.retry(exc=error, countdown=2)
    finally:
        shelf.delete(lock)
