"""Monday morning: the reports of the week are wanted, first a few, and at nine all at once."""

import random
import time

import office
from tasks import app, report

EARLY = random.randint(1, 8)
NINE = 22


def main():
    numbers = range(1, EARLY + NINE + 1)
    office.open_on_monday(numbers)
    # Somebody else needs the machine of w1 as well: up to three of its processes are gone.
    app.control.pool_shrink(random.randint(0, 3), destination=['w1@sim'])
    time.sleep(1)
    for number in numbers[:EARLY]:
        report.delay(number)
    time.sleep(20)
    for number in numbers[EARLY:]:
        report.delay(number)
    print(f'{len(numbers)} reports are wanted.')
