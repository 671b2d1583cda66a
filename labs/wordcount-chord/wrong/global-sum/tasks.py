from celery import Celery

import archive

app = Celery('tasks')
app.config_from_object('celeryconfig')

words = 0


@app.task
def count(name):
    """Adds the words in one file to those of the others."""
    global words
    here = len(archive.read(name).split())
    words += here
    return here


@app.task
def total(counts):
    """The number of words in all files."""
    return words
