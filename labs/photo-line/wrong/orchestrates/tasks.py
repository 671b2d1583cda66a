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


@app.task
def line(photo, owner):
    """Leads a photo through all that has to be done."""
    try:
        check.delay(photo).get(disable_sync_subtasks=False)
        three = group(thumbnail.s(photo, size) for size in photos.SIZES).delay()
        thumbnails = three.get(disable_sync_subtasks=False)
        publish.delay(thumbnails, photo).get(disable_sync_subtasks=False)
        tell.delay(owner)
    except photos.Broken:
        give_up.delay(photo, owner)


def upload(photo, owner):
    """What the client calls for each photo. No task: it runs in the client."""
    line.delay(photo, owner)
