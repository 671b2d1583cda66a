from celery import Celery, chain, group

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
    """What the client calls for each photo. No task: it sends the whole line, and waits for nothing."""
    line = chain(
        check.si(photo),
        group(thumbnail.si(photo, size) for size in photos.SIZES),
        # The list of what the three have returned comes first.
        publish.s(photo),
        # The news needs nothing of what was before.
        tell.si(owner),
    )
    # Whichever of them fails, this hears of it.
    line.on_error(give_up.si(photo, owner)).delay()
