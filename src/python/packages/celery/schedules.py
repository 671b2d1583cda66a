"""Schedules of periodic tasks, which beat follows. What a crontab means is the simulation's to say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from celery import _bridge
from celery._missing import attributes_of
from celery.utils.time import humanize_seconds

__all__ = ['ParseException', 'crontab', 'maybe_schedule', 'schedule']
__getattr__ = attributes_of(__name__)


class ParseException(Exception):
    """Raised for a field of a crontab that cannot be read."""


class schedule:
    """Every so many seconds: `schedule(run_every=10.0)`."""

    relative = False

    def __init__(
        self,
        run_every: float | dt.timedelta | None = None,
        relative: bool = False,
        nowfun: Callable[[], dt.datetime] | None = None,
        app: Any = None,
    ) -> None:
        every = run_every if run_every is not None else 0
        self.run_every = every if isinstance(every, dt.timedelta) else dt.timedelta(seconds=every)
        self.relative = relative
        self.nowfun = nowfun
        self.app = app

    @property
    def seconds(self) -> float:
        """The interval in seconds."""
        return max(self.run_every.total_seconds(), 0)

    @property
    def human_seconds(self) -> str:
        """The interval in words: `10.00 seconds`."""
        return humanize_seconds(self.seconds)

    def __eq__(self, other: object) -> bool:
        return self.run_every == (other.run_every if isinstance(other, schedule) else other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f'<freq: {self.human_seconds}>'


_FIELDS = ('minute', 'hour', 'day_of_week', 'day_of_month', 'month_of_year')

type Cronspec = int | str | Iterable[int]


def _field(given: Any) -> Any:
    if isinstance(given, (int, str)):
        return given
    if isinstance(given, (set, frozenset)):
        return {'$set': list(given)}
    if isinstance(given, tuple):
        return {'$tuple': list(given)}
    if isinstance(given, Iterable):
        return list(given)
    return {'$class': str(type(given))}


class crontab:
    """At moments of the calendar: `crontab(hour=7, minute=30, day_of_week='mon-fri')`.

    What is left out is every one: `crontab(hour=7)` is every minute of that hour.
    """

    def __init__(
        self,
        minute: Cronspec = '*',
        hour: Cronspec = '*',
        day_of_week: Cronspec = '*',
        day_of_month: Cronspec = '*',
        month_of_year: Cronspec = '*',
        **kwargs: Any,
    ) -> None:
        self._orig_minute = minute
        self._orig_hour = hour
        self._orig_day_of_week = day_of_week
        self._orig_day_of_month = day_of_month
        self._orig_month_of_year = month_of_year
        self.nowfun = kwargs.get('nowfun')
        self.app = kwargs.get('app')
        self._members: dict[str, set[int]] | None = None
        if minute == '*' and hour != '*' and not _bridge.muted():
            _bridge.note_mistake('every-minute', hour=repr(hour))
        # A pool process loads its modules silently: its parent has read the crontab already.
        if not _bridge.muted():
            self._expanded('minute')

    def _expanded(self, name: str) -> set[int]:
        if self._members is None:
            heard = _bridge.tell('crontab', fields=self.as_data())['members']
            self._members = {field: set(members) for field, members in heard.items()}
        return self._members[name]

    @property
    def minute(self) -> set[int]:
        """The minutes, 0 to 59."""
        return self._expanded('minute')

    @property
    def hour(self) -> set[int]:
        """The hours, 0 to 23."""
        return self._expanded('hour')

    @property
    def day_of_week(self) -> set[int]:
        """The days of the week, 0 (Sunday) to 6."""
        return self._expanded('day_of_week')

    @property
    def day_of_month(self) -> set[int]:
        """The days of the month, 1 to 31."""
        return self._expanded('day_of_month')

    @property
    def month_of_year(self) -> set[int]:
        """The months, 1 to 12."""
        return self._expanded('month_of_year')

    def as_data(self) -> dict[str, Any]:
        """The fields as given, for the simulation."""
        return {name: _field(getattr(self, f'_orig_{name}')) for name in _FIELDS}

    @classmethod
    def from_string(cls, crontab: str) -> crontab:
        """From the five fields of a cron line: `0 9 * * mon-fri`."""
        minute, hour, day_of_month, month_of_year, day_of_week = crontab.split(' ')
        return cls(minute, hour, day_of_week, day_of_month, month_of_year)

    def _fields(self) -> tuple[Any, ...]:
        return (
            self._orig_minute,
            self._orig_hour,
            self._orig_day_of_month,
            self._orig_month_of_year,
            self._orig_day_of_week,
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, crontab):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _FIELDS)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f'<crontab: {" ".join(str(field) for field in self._fields())} (m/h/dM/MY/d)>'


def maybe_schedule(s: Any, relative: bool = False, app: Any = None) -> Any:
    """A schedule of a number of seconds; other schedules stay as they are."""
    if isinstance(s, (int, float, dt.timedelta)):
        return schedule(s, relative=relative, app=app)
    return s
