"""An evening at the film club: three hundred members get a mail, first one a second, then one every two."""

import random
import time

import bounces
from tasks import send_mail

MEMBERS = 300
FAST = 180


if __name__ == '__main__':
    bounces.create()
    for number in range(1, MEMBERS + 1):
        pause = 1 if number <= FAST else 2
        time.sleep(pause * random.uniform(0.8, 1.2))
        send_mail.delay(f'member-{number:03}@example.com')
    print(f'{MEMBERS} mails are on their way.')
