"""The evening after a wedding: two dozen guests put one photo each into their albums, one after the other."""

import random

import albums
import photos
from tasks import upload

PHOTOS = 24

# Two files are damaged on their way: one is empty, and one breaks off in the middle.
EMPTY, BROKEN = random.sample(range(PHOTOS * 2 // 5 + 1, PHOTOS + 1), 2)


def main():
    albums.open_tonight(range(1, PHOTOS + 1), (EMPTY, BROKEN))
    for photo in range(1, PHOTOS + 1):
        photos.keep(photo, empty=photo == EMPTY, broken=photo == BROKEN)
        upload(photo, albums.owner_of(photo))
    print(f'{PHOTOS} photos are on their way.')
