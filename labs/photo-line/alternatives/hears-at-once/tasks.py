from celery import Celery, chain, group

import albums
import mails
import photos

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task
def check(photo):
    photos.check(photo)
    return photo


@app.task
def thumbnail(photo, size):
    return photos.thumbnail(photo, size)


@app.task
def publish(thumbnails, photo, owner):
    albums.publish(photo, thumbnails)
    return owner


@app.task
def tell(owner):
    mails.good_news(owner)


@app.task
def give_up(request, exc, traceback, photo, owner):
    """With these parameters Celery calls it at once, in the process where the line has ended."""
    albums.mark_partial(photo)
    mails.bad_news(owner)


def upload(photo, owner):
    """What the client calls for each photo: here every task hands on what the next one needs."""
    three = group(thumbnail.s(size) for size in photos.SIZES)
    line = chain(check.s(photo), three, publish.s(photo, owner), tell.s())
    line.apply_async(link_error=give_up.s(photo=photo, owner=owner))
