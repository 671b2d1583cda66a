from celery import Celery

import archive

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task
def count(name):
    """The number of words in one file."""
    return len(archive.read(name).split())


@app.task
def subtotal(counts):
    """The number of words in twenty files."""
    return sum(counts)


@app.task
def total(counts):
    """The number of words in all files, from the subtotals."""
    return sum(counts)
