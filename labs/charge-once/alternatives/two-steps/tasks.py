from celery import Celery, chain

import orders
import pay

app = Celery('tasks')
app.config_from_object('celeryconfig')
app.conf.task_acks_late = True
app.conf.task_reject_on_worker_lost = True


@app.task
def charge(order_id):
    """Only plans: the money is moved by one task, and the table is changed by the next."""
    if orders.status_of(order_id) == 'open':
        chain(ask.s(order_id), note.s(order_id)).delay()


@app.task(bind=True, max_retries=100)
def ask(self, order_id):
    try:
        pay.charge(order_id, orders.amount_of(order_id), key=order_id)
    except pay.Refused:
        return 'refused'
    except pay.NoAnswer as error:
        raise self.retry(exc=error, countdown=3)
    return 'paid'


@app.task
def note(status, order_id):
    orders.set_status(order_id, status)
