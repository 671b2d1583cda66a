from celery import Celery

import archive

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task
def count(name):
    """The number of words in one file."""
    return len(archive.read(name).split())


@app.task
def total(ids):
    """The number of words in all files: waits here until all of them are counted."""
    return sum(app.AsyncResult(id).get(disable_sync_subtasks=False) for id in ids)
