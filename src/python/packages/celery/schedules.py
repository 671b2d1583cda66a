"""Schedules of periodic tasks. They can be written down; beat, which follows them, is not simulated yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from celery._missing import attributes_of

__all__ = ['crontab', 'maybe_schedule', 'schedule']
__getattr__ = attributes_of(__name__)


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

    def __eq__(self, other: object) -> bool:
        return self.run_every == (other.run_every if isinstance(other, schedule) else other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f'<freq: {self.run_every}>'


class crontab:
    """At moments of the calendar: `crontab(hour=7, minute=30, day_of_week='mon-fri')`.

    What is left out is every one: `crontab(hour=7)` is every minute of that hour.
    """

    def __init__(
        self,
        minute: str | int = '*',
        hour: str | int = '*',
        day_of_week: str | int = '*',
        day_of_month: str | int = '*',
        month_of_year: str | int = '*',
        **kwargs: Any,
    ) -> None:
        self._orig_minute = minute
        self._orig_hour = hour
        self._orig_day_of_week = day_of_week
        self._orig_day_of_month = day_of_month
        self._orig_month_of_year = month_of_year
        self.nowfun = kwargs.get('nowfun')
        self.app = kwargs.get('app')

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
        return self._fields() == other._fields() if isinstance(other, crontab) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f'<crontab: {" ".join(str(field) for field in self._fields())} (m/h/dM/MY/d)>'


def maybe_schedule(s: Any, relative: bool = False, app: Any = None) -> Any:
    """A schedule of a number of seconds; other schedules stay as they are."""
    if isinstance(s, (int, float, dt.timedelta)):
        return schedule(s, relative=relative, app=app)
    return s
