"""Chords in a chord: a subtotal for every twenty files, and the total of the subtotals."""

from celery import chord

from archive import FILES
from tasks import count, subtotal, total


def main():
    twenties = [FILES[start : start + 20] for start in range(0, len(FILES), 20)]
    chord(chord([count.s(name) for name in names], subtotal.s()) for names in twenties)(total.s())
    print('The words will be counted.')
