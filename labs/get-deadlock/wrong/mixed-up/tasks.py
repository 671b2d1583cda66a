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
    office.store(number, *values)


@app.task
def report(number):
    """One report, of three figures."""
    chord([visits.s(number), sales.s(number), costs.s(number)])(store.s(number))
