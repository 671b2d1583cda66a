"""Two hundred log files of a mail server, and the slow disk that they lie on."""

import random
import time

WORDS = 'accepted queued delivered deferred bounced from to with status size host greylisted'.split()

FILES = [f'mail-{number:03}.log' for number in range(1, 201)]

# This one lies at the far end of the disk.
SLOW = 'mail-088.log'


def read(name):
    """The text of a file. It takes a moment, and one file takes much longer."""
    time.sleep(15 if name == SLOW else random.uniform(0.1, 0.6))
    number = FILES.index(name) + 1
    length = 40 + number * number % 97
    return ' '.join(WORDS[(number + place) % len(WORDS)] for place in range(length))
