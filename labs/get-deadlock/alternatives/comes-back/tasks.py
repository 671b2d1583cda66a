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


@app.task(bind=True, max_retries=None)
def report(self, number, ids=None):
    """Sends the parts, and comes back later to look: in between it is a message and not in a process."""
    if ids is None:
        ids = [part.delay(number).id for part in (sales, costs, visits)]
        raise self.retry(args=(number, ids), countdown=1)
    parts = [app.AsyncResult(id) for id in ids]
    if not all(part.ready() for part in parts):
        raise self.retry(args=(number, ids), countdown=1)
    office.store(number, *[part.result for part in parts])
