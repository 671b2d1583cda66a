from celery import Celery, group
from celery.result import allow_join_result

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
    parts = group(sales.s(number), costs.s(number), visits.s(number))()
    with allow_join_result():
        values = parts.get()
    office.store(number, *values)
