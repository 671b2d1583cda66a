from celery import Celery
from celery.exceptions import TimeoutError

import figures
import office

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task
def sales(number):
    return figures.sales(number)


@app.task
def costs(number):
    return figures.costs(number)


@app.task
def visits(number):
    return figures.visits(number)


@app.task(bind=True, max_retries=None)
def report(self, number):
    """One report, of three figures. It does not wait for longer than half a minute."""
    parts = [sales.delay(number), costs.delay(number), visits.delay(number)]
    try:
        values = [part.get(timeout=30, disable_sync_subtasks=False) for part in parts]
    except TimeoutError as error:
        raise self.retry(exc=error, countdown=1)
    office.store(number, *values)
