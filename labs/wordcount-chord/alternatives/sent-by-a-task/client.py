"""Somebody on a web page has asked how many words the archive has."""

from tasks import count_all


def main():
    count_all.delay()
    print('The words will be counted.')
