"""A quarter of an hour in a shop: thirty orders, and some customers who click twice."""

import random
import time

import orders
from tasks import charge

ORDERS = [(number, 10 + 7 * number % 50) for number in range(1, 31)]
TWICE = random.sample(range(1, 31), 6)


def main():
    orders.create(ORDERS)
    for number, _ in ORDERS:
        time.sleep(random.uniform(0.1, 0.5))
        charge.delay(number)
        if number in TWICE[:4]:
            time.sleep(0.04)
            charge.delay(number)
    # Two more look at their order a little later, and are not sure whether they have paid.
    time.sleep(12)
    for number in TWICE[4:]:
        charge.delay(number)
    print(f'{len(ORDERS)} orders are on their way.')
