"""Times and pauses."""

from __future__ import annotations

import random

from celery._missing import attributes_of

__all__ = ['get_exponential_backoff_interval', 'humanize_seconds', 'rate']
__getattr__ = attributes_of(__name__)

_UNITS = ((86_400.0, 'day'), (3_600.0, 'hour'), (60.0, 'minute'), (1.0, 'second'))


def get_exponential_backoff_interval(factor: int, retries: int, maximum: int, full_jitter: bool = False) -> int:
    """Seconds to wait before the next try: `factor * 2 ** retries`, at most `maximum`.

    With `full_jitter` anything from 0 to that.
    """
    countdown = min(maximum, factor * (2**retries))
    if full_jitter:
        countdown = random.randrange(countdown + 1)
    return max(0, countdown)


def humanize_seconds(
    secs: float, prefix: str = '', sep: str = '', now: str = 'now', microseconds: bool = False
) -> str:
    """Seconds in words: `2.00 minutes`."""
    for size, word in _UNITS:
        if secs >= size:
            amount = secs / size
            plural = 's' if amount > 1 else ''
            return f'{prefix}{sep}{amount:.2f} {word}{plural}'
    if microseconds and secs > 0.0:
        return f'{prefix}{sep}{secs:.2f} seconds'
    return now


def rate(r: str | float | None) -> float:
    """Tasks a second of a rate: `rate('10/m')` is a sixth."""
    if not r:
        return 0
    if not isinstance(r, str):
        return r
    count, _, unit = r.partition('/')
    return float(count) / _SECONDS[unit or 's'] or 0


_SECONDS = {'s': 1.0, 'm': 60.0, 'h': 3600.0}
