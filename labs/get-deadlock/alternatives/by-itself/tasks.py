from celery import Celery

import figures
import office

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task
def report(number):
    """Fetches its figures itself: functions, and no tasks."""
    office.store(number, figures.sales(number), figures.costs(number), figures.visits(number))
