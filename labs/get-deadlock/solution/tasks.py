from celery import Celery, chord

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
def store(values, number):
    """What comes after the three figures."""
    office.store(number, *values)


@app.task
def report(number):
    """Sends the parts and what comes after them, and waits for nobody."""
    chord([sales.s(number), costs.s(number), visits.s(number)])(store.s(number))
