"""Somebody on a web page has asked how many words the archive has."""

from celery import group

import archive
from tasks import count, total


def main():
    counts = group(count.s(name) for name in archive.FILES)().get()
    total.delay(counts)
    print('The words will be counted.')
