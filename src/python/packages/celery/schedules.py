"""Schedules of periodic tasks, which beat follows. What a crontab means is the simulation's to say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from celery import _bridge
from celery._missing import attributes_of
from celery._state import get_current_app
from celery.utils.time import ffwd, humanize_seconds, maybe_make_aware

if TYPE_CHECKING:
    from celery.app.base import Celery

__all__ = [
    'BaseSchedule',
    'ParseException',
    'crontab',
    'crontab_parser',
    'maybe_schedule',
    'schedstate',
    'schedule',
    'solar',
]
__getattr__ = attributes_of(__name__)


class ParseException(Exception):
    """Raised for a field of a crontab that cannot be read."""


class schedstate(NamedTuple):
    """Whether a schedule is due, and after how many seconds to ask again."""

    is_due: bool
    next: float


class BaseSchedule:
    """Base of all schedules. Beat follows them; a program may ask them too."""

    def __init__(
        self, nowfun: Callable[[], dt.datetime] | None = None, app: Celery | None = None
    ) -> None:
        self.nowfun = nowfun
        self._app = app

    @property
    def app(self) -> Celery:
        """The app, whose time zone counts."""
        return self._app or get_current_app()

    @app.setter
    def app(self, app: Celery) -> None:
        self._app = app

    @property
    def tz(self) -> dt.tzinfo:
        """The time zone of the app."""
        return self.app.timezone

    @property
    def utc_enabled(self) -> bool:
        """The setting `enable_utc`."""
        return bool(self.app.conf.enable_utc)

    def now(self) -> dt.datetime:
        """The moment now."""
        return (self.nowfun or self.app.now)()

    def remaining_estimate(self, last_run_at: dt.datetime) -> dt.timedelta:
        """How long until it is due."""
        raise NotImplementedError

    def is_due(self, last_run_at: dt.datetime) -> schedstate:
        """Whether it is due, and after how many seconds to ask again."""
        raise NotImplementedError

    def maybe_make_aware(self, dt: dt.datetime, naive_as_utc: bool = True) -> dt.datetime:
        """A moment with a time zone: without one it is of UTC, and told in the app's own."""
        return maybe_make_aware(dt, self.tz, naive_as_utc=naive_as_utc)

    def to_local(self, dt: dt.datetime) -> dt.datetime:
        """A moment in local time, where `enable_utc` is off."""
        return dt

    def as_setting(self) -> dict[str, Any]:
        """The schedule for the simulation."""
        raise NotImplementedError

    def _asked(self, last_run_at: dt.datetime, deadline: float | None = None) -> dict[str, Any]:
        """What the simulation says of it (rules 7.7, 7.20, 7.22)."""
        last, now = self.maybe_make_aware(last_run_at), self.maybe_make_aware(self.now())
        return _bridge.tell(
            'due',
            schedule=self.as_setting(),
            last=_moment(last),
            lastZone=getattr(last.tzinfo, 'key', 'UTC'),
            now=_moment(now),
            nowZone=getattr(now.tzinfo, 'key', 'UTC'),
            zone=getattr(self.tz, 'key', 'UTC'),
            deadline=deadline,
        )

    def __eq__(self, other: object) -> bool:
        if isinstance(other, BaseSchedule):
            return other.nowfun == self.nowfun
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]


#: Simulated time begins here.
_EPOCH = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)


def _moment(at: dt.datetime) -> int:
    return (at - _EPOCH) // dt.timedelta(microseconds=1)


class schedule(BaseSchedule):
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
        super().__init__(nowfun=nowfun, app=app)

    def remaining_estimate(self, last_run_at: dt.datetime) -> dt.timedelta:
        """How long until the interval is over; negative where it is."""
        return dt.timedelta(microseconds=self._asked(last_run_at)['remaining'])

    def is_due(self, last_run_at: dt.datetime) -> schedstate:
        """Whether it is due, and after how many seconds to ask again."""
        heard = self._asked(last_run_at)
        return schedstate(is_due=heard['isDue'], next=_seconds(heard['next']))

    def as_setting(self) -> dict[str, Any]:
        """The schedule for the simulation."""
        return {'every': self.run_every.total_seconds(), 'relative': self.relative}

    @property
    def seconds(self) -> float:
        """The interval in seconds."""
        return max(self.run_every.total_seconds(), 0)

    @property
    def human_seconds(self) -> str:
        """The interval in words: `10.00 seconds`."""
        return humanize_seconds(self.seconds)

    def __eq__(self, other: object) -> bool:
        return bool(self.run_every == (other.run_every if isinstance(other, schedule) else other))

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> Any:
        return type(self), (self.run_every, self.relative, self.nowfun)

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


def _seconds(micros: int) -> float:
    return micros / _bridge.MICROS


class crontab_parser:
    """The members of one field of a crontab: `crontab_parser(24).parse('*/6')` is {0, 6, 12, 18}."""

    ParseException = ParseException

    def __init__(self, max_: int = 60, min_: int = 0) -> None:
        self.max_ = max_
        self.min_ = min_

    def parse(self, spec: str) -> set[int]:
        """The members that a text names; ParseException where it cannot be read."""
        return set(_bridge.tell('cronField', field=spec, max=self.max_, min=self.min_)['members'])


class crontab(BaseSchedule):
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
        self._orig_kwargs = kwargs
        super().__init__(**kwargs)
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

    def remaining_delta(
        self, last_run_at: dt.datetime, tz: dt.tzinfo | None = None, ffwd: type[ffwd] = ffwd
    ) -> tuple[dt.datetime, Any, dt.datetime]:
        """The last run, the way from there to the next, and now."""
        last, now = self.maybe_make_aware(last_run_at), self.maybe_make_aware(self.now())
        due = (now.astimezone(dt.timezone.utc) + self.remaining_estimate(last_run_at)).astimezone(last.tzinfo)
        return last, _way_to(due, ffwd), now

    def remaining_estimate(self, last_run_at: dt.datetime, ffwd: type[ffwd] = ffwd) -> dt.timedelta:  # type: ignore[override]
        """How long until the first moment after the last run; negative where that is past."""
        return dt.timedelta(microseconds=self._asked(last_run_at)['remaining'])

    def is_due(self, last_run_at: dt.datetime) -> schedstate:
        """Whether such a moment has come since the last run, and after how many seconds to ask again."""
        heard = self._asked(last_run_at, self.app.conf.beat_cron_starting_deadline)
        return schedstate(heard['isDue'], _seconds(heard['next']))

    def as_setting(self) -> dict[str, Any]:
        """The schedule for the simulation."""
        return {'crontab': self.as_data()}

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
        same = all(getattr(self, name) == getattr(other, name) for name in _FIELDS)
        return same and other.nowfun == self.nowfun

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> Any:
        fields = tuple(getattr(self, f'_orig_{name}') for name in _FIELDS)
        return type(self), fields, self._orig_kwargs

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__init__(**state)

    def __repr__(self) -> str:
        return f'<crontab: {" ".join(str(field) for field in self._fields())} (m/h/dM/MY/d)>'


class solar(BaseSchedule):
    """When the sun rises, sets or stands highest at a place: `solar('sunset', -37.81, 144.96)`.

    event: a dawn or dusk (`dawn_civil`, `dusk_nautical`, `dusk_astronomical` and so on), `sunrise`, `solar_noon` or
    `sunset`. lat: degrees north, lon: degrees east. Times of the sun are in UTC.
    """

    _all_events = {
        'dawn_astronomical',
        'dawn_nautical',
        'dawn_civil',
        'sunrise',
        'solar_noon',
        'sunset',
        'dusk_civil',
        'dusk_nautical',
        'dusk_astronomical',
    }

    def __init__(self, event: str, lat: int | float, lon: int | float, **kwargs: Any) -> None:
        self.event = event
        self.lat = lat
        self.lon = lon
        super().__init__(**kwargs)
        if event not in self._all_events:
            known = ', '.join(sorted(self._all_events))
            raise ValueError(f'Argument event "{event}" is invalid, must be one of {known}.')
        if lat < -90 or lat > 90:
            raise ValueError(f'Argument latitude {lat} is invalid, must be between -90 and 90.')
        if lon < -180 or lon > 180:
            raise ValueError(f'Argument longitude {lon} is invalid, must be between -180 and 180.')

    def remaining_estimate(self, last_run_at: dt.datetime) -> dt.timedelta:
        """How long until the first such moment after the last run; negative where that is past."""
        return dt.timedelta(microseconds=self._asked(last_run_at)['remaining'])

    def is_due(self, last_run_at: dt.datetime) -> schedstate:
        """Whether such a moment has come since the last run, and after how many seconds to ask again."""
        heard = self._asked(last_run_at)
        return schedstate(heard['isDue'], _seconds(heard['next']))

    def as_setting(self) -> dict[str, Any]:
        """The schedule for the simulation."""
        return {'solar': self.event, 'lat': self.lat, 'lon': self.lon}

    def __eq__(self, other: object) -> bool:
        if isinstance(other, solar):
            return (other.event, other.lat, other.lon) == (self.event, self.lat, self.lon)
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> Any:
        return type(self), (self.event, self.lat, self.lon)

    def __repr__(self) -> str:
        return f'<solar: {self.event} at latitude {self.lat}, longitude: {self.lon}>'


def _way_to(due: dt.datetime, ffwd: type[ffwd]) -> ffwd:
    return ffwd(
        year=due.year,
        month=due.month,
        day=due.day,
        hour=due.hour,
        minute=due.minute,
        second=0,
        microsecond=0,
    )


def maybe_schedule(s: Any, relative: bool = False, app: Any = None) -> Any:
    """A schedule of a number of seconds; other schedules stay as they are."""
    if isinstance(s, (int, float, dt.timedelta)):
        return schedule(s, relative=relative, app=app)
    if isinstance(s, BaseSchedule) and app is not None:
        s.app = app
    return s
