"""Somebody on a web page has asked how many words the archive has."""

import archive
from tasks import count, total


def main():
    results = [count.delay(name) for name in archive.FILES]
    counts = [result.get() for result in results]
    total.delay(counts)
    print('The words will be counted.')
