from celery import Celery

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task
def order(order_id):
    """What the shop front sends for each order. Nobody has written it yet."""
