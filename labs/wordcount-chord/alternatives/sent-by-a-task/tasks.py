from celery import Celery, chord

import archive

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task
def count(name):
    """The number of words in one file."""
    return len(archive.read(name).split())


@app.task
def total(counts):
    """The number of words in all files, from the number in each."""
    return sum(counts)


@app.task(bind=True)
def count_all(self):
    """Sends everything from a worker: the client sends one message."""
    raise self.replace(chord([count.s(name) for name in archive.FILES], total.s()))
