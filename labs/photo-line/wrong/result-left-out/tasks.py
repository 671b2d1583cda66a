from celery import Celery, group

import albums
import mails
import photos

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task
def check(photo):
    photos.check(photo)


@app.task
def thumbnail(photo, size):
    return photos.thumbnail(photo, size)


@app.task
def publish(thumbnails, photo):
    albums.publish(photo, thumbnails)
    return thumbnails


@app.task
def tell(owner):
    mails.good_news(owner)


@app.task
def give_up(photo, owner):
    albums.mark_partial(photo)
    mails.bad_news(owner)


def upload(photo, owner):
    """What the client calls for each photo. No task: it runs in the client."""
    three = group(thumbnail.si(photo, size) for size in photos.SIZES)
    line = check.si(photo) | three | publish.si(photo) | tell.si(owner)
    line.on_error(give_up.si(photo, owner)).delay()
