from celery import Celery, chain

import figures
import office

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task
def sales(number):
    return [figures.sales(number)]


@app.task
def costs(values, number):
    return values + [figures.costs(number)]


@app.task
def visits(values, number):
    return values + [figures.visits(number)]


@app.task
def store(values, number):
    office.store(number, *values)


@app.task(bind=True)
def report(self, number):
    """Becomes a chain: each part hands what it knows to the next."""
    raise self.replace(chain(sales.s(number), costs.s(number), visits.s(number), store.s(number)))
