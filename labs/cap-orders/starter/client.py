"""A day in the shop: orders all day long, and many of them in one moment when the advertisement runs."""

import random
import time

import shop
from tasks import order

ORDERS = 24

# Most people want one of four things, at noon one of two, and there are few of them.
WANTED = (1, 2, 3, 4)
ADVERTISED = (1, 2)
NONSENSE = {ORDERS // 3: (99, 1), ORDERS * 3 // 4: (5, 0)}

TWICE = random.sample(range(1, ORDERS + 1), min(5, ORDERS // 2))
MORNING, EVENING = ORDERS // 4, ORDERS * 3 // 4


def wish(number):
    """Item and quantity of an order. Two of the day make no sense."""
    if MORNING < number <= EVENING:
        item = random.choice(ADVERTISED)
    else:
        item = random.choice(WANTED) if random.random() < 0.8 else random.randint(5, 40)
    return NONSENSE.get(number, (item, random.randint(1, 2)))


def click(number):
    order.delay(number)
    if number in TWICE:
        time.sleep(0.02)
        order.delay(number)


def main():
    numbers = range(1, ORDERS + 1)
    shop.open_in_the_morning({number: wish(number) for number in numbers})
    for number in numbers[:MORNING]:
        time.sleep(random.uniform(0.8, 1.2))
        click(number)
    # At noon somebody makes a copy of the books: nobody writes into them for two seconds.
    books = shop.connect()
    books.execute('BEGIN IMMEDIATE')
    for number in numbers[MORNING:EVENING]:
        click(number)
    time.sleep(2)
    books.rollback()
    books.close()
    for number in numbers[EVENING:]:
        time.sleep(random.uniform(0.8, 1.2))
        click(number)
    # Two look at their order a little later, and are not sure whether they have sent it.
    time.sleep(8)
    for number in TWICE[:2]:
        order.delay(number)
    print(f'{ORDERS} orders came in.')
