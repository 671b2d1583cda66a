"""Times and pauses."""

from __future__ import annotations

import calendar
import datetime as dt
import random
from typing import Any

from celery._missing import attributes_of

__all__ = ['ffwd', 'get_exponential_backoff_interval', 'humanize_seconds', 'maybe_make_aware', 'rate']
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


class ffwd:
    """A step forward to fields of a date, in the manner of `dateutil.relativedelta`: `now + ffwd(hour=7, minute=0)`."""

    def __init__(
        self,
        year: int | None = None,
        month: int | None = None,
        weeks: int = 0,
        weekday: int | None = None,
        day: int | None = None,
        hour: int | None = None,
        minute: int | None = None,
        second: int | None = None,
        microsecond: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.year = year
        self.month = month
        self.weeks = weeks
        self.weekday = weekday
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.microsecond = microsecond
        self.days = weeks * 7

    def __radd__(self, other: Any) -> Any:
        if not isinstance(other, dt.date):
            return NotImplemented
        year, month = self.year or other.year, self.month or other.month
        day = min(calendar.monthrange(year, month)[1], self.day or other.day)
        clock = {field: getattr(self, field) for field in ('hour', 'minute', 'second', 'microsecond')}
        given = {field: value for field, value in clock.items() if value is not None}
        found = other.replace(year=year, month=month, day=day, **given)
        if self.weekday is not None:
            found += dt.timedelta(days=(7 - found.weekday() + self.weekday) % 7)
        return found + dt.timedelta(days=self.days)

    def __repr__(self) -> str:
        shown = ('year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'weeks', 'weekday')
        given = {field: getattr(self, field) for field in shown}
        return f'ffwd({", ".join(f"{field}={value!r}" for field, value in given.items() if value is not None)})'


def maybe_make_aware(
    dt_: dt.datetime, tz: dt.tzinfo | None = None, naive_as_utc: bool = True
) -> dt.datetime:
    """A moment with a time zone: one without is of UTC, told in `tz`, or of `tz` where `naive_as_utc` is off."""
    if dt_.tzinfo is not None:
        return dt_
    if not naive_as_utc:
        return dt_.replace(tzinfo=tz)
    return dt_.replace(tzinfo=dt.timezone.utc).astimezone(tz or dt.timezone.utc)


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
