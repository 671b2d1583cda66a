"""Somebody on a web page has asked how many words the archive has."""

import archive
from tasks import count, total


def main():
    results = [count.delay(name) for name in archive.FILES]
    total.delay([result.id for result in results])
    print('The words will be counted.')
