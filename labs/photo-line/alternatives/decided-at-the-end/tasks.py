from celery import Celery, group

import albums
import mails
import photos

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task
def check(photo):
    """Says whether the photo is good. Nothing here fails: the last task decides."""
    try:
        photos.check(photo)
    except photos.Broken:
        return None
    return photo


@app.task
def thumbnail(photo, size):
    if photo is None:
        return None
    try:
        return photos.thumbnail(photo, size)
    except photos.Broken:
        return None


@app.task
def finish(thumbnails, photo, owner):
    if all(thumbnails):
        albums.publish(photo, thumbnails)
        tell.delay(owner)
    else:
        albums.mark_partial(photo)
        tell.delay(owner, good=False)


@app.task
def tell(owner, good=True):
    (mails.good_news if good else mails.bad_news)(owner)


def upload(photo, owner):
    """What the client calls for each photo."""
    (check.s(photo) | group(thumbnail.s(size) for size in photos.SIZES) | finish.s(photo, owner)).delay()
