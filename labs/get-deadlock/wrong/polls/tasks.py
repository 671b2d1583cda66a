import time

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
    """One report, of three figures. It looks again and again whether they are there."""
    parts = [sales.delay(number), costs.delay(number), visits.delay(number)]
    while not all(part.ready() for part in parts):
        time.sleep(0.2)
    office.store(number, *[part.result for part in parts])
