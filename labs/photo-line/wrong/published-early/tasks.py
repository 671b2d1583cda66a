from celery import Celery, chain

import albums
import mails
import photos

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task
def check(photo):
    photos.check(photo)


@app.task
def thumbnails(photo, owner):
    """Sends the three, and knows what they will be called."""
    for size in photos.SIZES:
        thumbnail.apply_async((photo, size), link_error=give_up.si(photo, owner))
    return [f'{photo}-{size}.jpg' for size in photos.SIZES]


@app.task
def thumbnail(photo, size):
    return photos.thumbnail(photo, size)


@app.task
def publish(names, photo):
    albums.publish(photo, names)


@app.task
def tell(owner):
    mails.good_news(owner)


@app.task
def give_up(photo, owner):
    albums.mark_partial(photo)
    mails.bad_news(owner)


def upload(photo, owner):
    """What the client calls for each photo. No task: it runs in the client."""
    line = chain(check.si(photo), thumbnails.si(photo, owner), publish.s(photo), tell.si(owner))
    line.on_error(give_up.si(photo, owner)).delay()
