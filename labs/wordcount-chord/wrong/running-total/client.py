"""Somebody on a web page has asked how many words the archive has."""

from celery import chord

import archive
from tasks import count, total


def main():
    chord(count.s(name) for name in archive.FILES)(total.s())
    print('The words will be counted.')
