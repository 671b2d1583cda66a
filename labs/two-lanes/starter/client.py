"""Eight minutes of an ordinary evening."""

import random
import time

from tasks import encode_video, send_mail

EVENING = 8 * 60
BURST_AT = 30
VIDEOS = 30


def upload_videos():
    for number in range(1, VIDEOS + 1):
        encode_video.delay(f'film-{number}.mp4', random.randint(40, 120))


if __name__ == '__main__':
    begin = time.time()
    uploaded = False
    mails = 0
    while time.time() - begin < EVENING:
        time.sleep(random.uniform(2, 5))
        if not uploaded and time.time() - begin >= BURST_AT:
            upload_videos()
            uploaded = True
        mails += 1
        send_mail.delay(f'visitor-{mails}@example.com')
    print(f'{mails} mails and {VIDEOS} videos are sent.')
