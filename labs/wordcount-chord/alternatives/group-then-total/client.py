"""A group with a task after it is a chord too."""

from celery import group

import archive
from tasks import count, total


def main():
    every = group([count.s(name) for name in archive.FILES])
    (every | total.s()).delay()
    print('The words will be counted.')
