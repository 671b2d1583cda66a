from celery import Celery, chord

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
def begin(photo, owner):
    """Checks the photo, and sends what comes next if there is anything to go on with."""
    try:
        photos.check(photo)
    except photos.Broken:
        give_up.delay(photo, owner)
        return
    news = publish.s(photo)
    news.link(tell.si(owner))
    news.link_error(give_up.si(photo, owner))
    chord([thumbnail.s(photo, size) for size in photos.SIZES], news).delay()


def upload(photo, owner):
    """What the client calls for each photo. No task: it sends one message."""
    begin.delay(photo, owner)
