from celery import Celery

import archive

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task
def count(name):
    """The number of words in one file."""
    return len(archive.read(name).split())


@app.task(bind=True, max_retries=None)
def total(self, ids):
    """The number of words in all files, as soon as all of them are counted."""
    results = [app.AsyncResult(id) for id in ids]
    if not all(result.ready() for result in results):
        raise self.retry(countdown=0.5)
    return sum(result.result for result in results)
