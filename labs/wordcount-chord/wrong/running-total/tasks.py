from celery import Celery
from redis import Redis

import archive

app = Celery('tasks')
app.config_from_object('celeryconfig')
shelf = Redis()


@app.task
def count(name):
    """Adds the words in one file to those of the others."""
    words = len(archive.read(name).split())
    shelf.incrby('words', words)
    return words


@app.task
def total(counts):
    """The number of words in all files, as it was added up meanwhile."""
    return int(shelf.get('words'))
