"""The files of the photos, in an object store. It takes a moment for everything that it is asked."""

import boto3

SIZES = ('small', 'medium', 'large')

COLOURS = ('white', 'rose', 'gold', 'green', 'sky', 'dusk')


class Broken(Exception):
    """The file is damaged, and will not mend: nobody can make a picture of it."""


def keep(photo, empty=False, broken=False):
    """Put the file of a photo into the store, as it came."""
    pixels = ' '.join(COLOURS[(photo + place) % len(COLOURS)] for place in range(12))
    whole = f'JPEG {photo}: {pixels} END'
    data = '' if empty else whole[:40] if broken else whole
    _store().put_object(Bucket='photos', Key=f'{photo}.jpg', Body=data)


def check(photo):
    """See whether there is anything in the file. Raises `Broken` where it is empty."""
    if _store().head_object(Bucket='photos', Key=f'{photo}.jpg')['ContentLength'] == 0:
        raise Broken(f'photo {photo} is empty')


def thumbnail(photo, size):
    """Make one thumbnail and put it into the store; returns its name. Raises `Broken` where the file breaks off."""
    data = _store().get_object(Bucket='photos', Key=f'{photo}.jpg')['Body'].read().decode()
    if not data.endswith('END'):
        raise Broken(f'photo {photo} breaks off in the middle')
    name = f'{photo}-{size}.jpg'
    _store().put_object(Bucket='thumbnails', Key=name, Body=f'{size} of {data}')
    return name


def _store():
    return boto3.client('s3', endpoint_url='http://store.example.com')
