"""Beat in Python: entries, and a scheduler of your own for `celery beat -S tasks:MyScheduler`.

The cluster's beat goes by `app.conf.beat_schedule` and needs nothing of this module.
"""

from __future__ import annotations

import datetime as dt
import importlib
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from celery._missing import attributes_of
from celery.app.lazy import BeatLazyFunc
from celery.schedules import crontab, maybe_schedule
from celery.utils.log import get_logger
from celery.utils.saferepr import reprcall
from celery.utils.time import humanize_seconds, maybe_make_aware

if TYPE_CHECKING:
    from celery.app.base import Celery

__all__ = (
    'BeatLazyFunc',
    'PersistentScheduler',
    'ScheduleEntry',
    'Scheduler',
    'SchedulingError',
    'Service',
)
__getattr__ = attributes_of(__name__)

logger = get_logger(__name__)

#: The longest sleep in seconds (rule 7.26).
DEFAULT_MAX_INTERVAL = 300

#: What a round takes that does not sleep, in seconds.
_ROUND = 0.002

_EDITABLE = ('task', 'args', 'kwargs', 'options', 'schedule')


class SchedulingError(Exception):
    """An entry's task could not be sent."""


class ScheduleEntry:
    """One entry of a schedule: what to send, when, and when it was sent last."""

    name: str | None = None
    schedule: Any = None
    args: Any = None
    kwargs: Any = None
    options: Any = None
    last_run_at: Any = None
    total_run_count = 0

    def __init__(
        self,
        name: str | None = None,
        task: str | None = None,
        last_run_at: dt.datetime | None = None,
        total_run_count: int | None = None,
        schedule: Any = None,
        args: Any = (),
        kwargs: dict[str, Any] | None = None,
        options: dict[str, Any] | None = None,
        relative: bool = False,
        app: Celery | None = None,
    ) -> None:
        self.app = app
        self.name = name
        self.task = task
        self.args = args
        self.kwargs = kwargs or {}
        self.options = options or {}
        self.schedule = maybe_schedule(schedule, relative, app=app)
        self.last_run_at = last_run_at or self.default_now()
        self.total_run_count = total_run_count or 0

    def default_now(self) -> dt.datetime:
        """The moment now, as the schedule tells it."""
        return self.schedule.now() if self.schedule else self.app.now()

    def _next_instance(self, last_run_at: dt.datetime | None = None) -> ScheduleEntry:
        fields = dict(self)
        fields['last_run_at'] = last_run_at or self.default_now()
        fields['total_run_count'] = self.total_run_count + 1
        return type(self)(**fields)

    __next__ = next = _next_instance

    def update(self, other: ScheduleEntry) -> None:
        """Take over what another entry sends and when; when this one ran last stays."""
        for name in _EDITABLE:
            setattr(self, name, getattr(other, name))

    def is_due(self) -> Any:
        """Whether to send it now, and after how many seconds to ask again."""
        return self.schedule.is_due(self.last_run_at)

    def editable_fields_equal(self, other: ScheduleEntry) -> bool:
        """Whether another entry sends the same by the same schedule."""
        return all(getattr(self, name) == getattr(other, name) for name in _EDITABLE)

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(vars(self).items())

    def __eq__(self, other: object) -> bool:
        return self.editable_fields_equal(other) if isinstance(other, ScheduleEntry) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __lt__(self, other: object) -> bool:
        return id(self) < id(other) if isinstance(other, ScheduleEntry) else NotImplemented

    def __repr__(self) -> str:
        call = reprcall(str(self.task), self.args or (), self.kwargs or {})
        return f'<{type(self).__name__}: {self.name} {call} {self.schedule}'


class Scheduler:
    """Looks at its entries and sends what is due; nothing outlives it.

    `celery beat -S tasks:MyScheduler` takes a class of your own that overrides what should be different.
    """

    Entry = ScheduleEntry
    max_interval: float = DEFAULT_MAX_INTERVAL
    #: Seconds between two calls of `sync()`.
    sync_every = 3 * 60
    sync_every_tasks: int | None = None
    logger = logger

    def __init__(
        self,
        app: Celery,
        schedule: Any = None,
        max_interval: float | None = None,
        Producer: Any = None,
        lazy: bool = False,
        sync_every_tasks: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.app = app
        self.data = schedule() if callable(schedule) else (schedule or {})
        self.max_interval = max_interval or app.conf.beat_max_loop_interval or self.max_interval
        self.sync_every_tasks = app.conf.beat_sync_every if sync_every_tasks is None else sync_every_tasks
        self.old_schedulers: dict[str, ScheduleEntry] | None = None
        #: When to look at each entry, in seconds of the clock.
        self._looks: dict[str, float] | None = None
        self._synced_at: float | None = None
        self._sent_since = 0
        if not lazy:
            self.setup_schedule()

    def get_schedule(self) -> dict[str, ScheduleEntry]:
        """The entries by name."""
        return self.data

    def set_schedule(self, schedule: dict[str, ScheduleEntry]) -> None:
        """Put other entries in their place."""
        self.data = schedule

    schedule = property(lambda self: self.get_schedule(), lambda self, found: self.set_schedule(found))

    def setup_schedule(self) -> None:
        """Read `beat_schedule` of the app."""
        self.install_default_entries(self.data)
        self.merge_inplace(self.app.conf.beat_schedule)

    def install_default_entries(self, data: Mapping[str, Any]) -> None:
        """Celery's own entry cleans up results where the backend does not (rule 7.15)."""
        name = 'celery.backend_cleanup'
        if self.app.conf.result_expires and not self.app.backend.supports_autoexpire and name not in data:
            entry = {'task': name, 'schedule': crontab('0', '4', '*'), 'options': {'expires': 12 * 3600}}
            self.update_from_dict({name: entry})

    def add(self, **kwargs: Any) -> ScheduleEntry:
        """Add an entry."""
        entry = self.Entry(app=self.app, **kwargs)
        self.schedule[entry.name] = entry
        return entry

    def update_from_dict(self, dict_: Mapping[str, Any]) -> None:
        """Add entries that are written as in `beat_schedule`."""
        for name, found in dict_.items():
            self.schedule[name] = self._made(name, found)

    def _made(self, name: str, found: Any) -> ScheduleEntry:
        if isinstance(found, self.Entry):
            found.app = self.app
            return found
        return self.Entry(**{**found, 'name': name, 'app': self.app})

    def merge_inplace(self, b: Mapping[str, Any]) -> None:
        """Take over a schedule: what is not in it goes, what is new comes, the rest keeps when it ran last."""
        schedule = self.schedule
        for name in set(schedule) ^ set(b):
            schedule.pop(name, None)
        for name in set(b):
            entry = self.Entry(**{**b[name], 'name': name, 'app': self.app})
            if schedule.get(name):
                schedule[name].update(entry)
            else:
                schedule[name] = entry

    def is_due(self, entry: ScheduleEntry) -> Any:
        """Whether to send an entry now, and after how many seconds to ask again."""
        return entry.is_due()

    def adjust(self, n: float | None, drift: float = -0.010) -> float | None:
        """Wake up so much before an entry is due."""
        return n + drift if n and n > 0 else n

    def schedules_equal(self, old_schedules: Any, new_schedules: Any) -> bool:
        """Whether nobody has changed the entries."""
        if old_schedules is None or new_schedules is None:
            return old_schedules is new_schedules
        return set(old_schedules) == set(new_schedules) and all(
            new_schedules[name] == entry for name, entry in old_schedules.items()
        )

    def populate_heap(self) -> None:
        """Find out when to look at each entry."""
        self._looks = {}
        for name, entry in self.schedule.items():
            due, rest = entry.is_due()
            self._looks[name] = self._when(entry, 0 if due else rest)

    def _when(self, entry: ScheduleEntry, rest: float | None) -> float:
        return maybe_make_aware(entry.default_now()).timestamp() + (self.adjust(rest) or 0)

    def tick(self) -> float:
        """Send one entry if one is due; how many seconds to wait before the next call (rule 7.5)."""
        if self._looks is None or not self.schedules_equal(self.old_schedulers, self.schedule):
            self.old_schedulers = dict(self.schedule)
            self.populate_heap()
        looks = self._looks or {}
        if not looks:
            return self.max_interval
        name = min(looks, key=lambda each: looks[each])
        entry = self.schedule[name]
        due, rest = self.is_due(entry)
        if due:
            following = self.reserve(entry)
            self.apply_entry(entry)
            looks[name] = self._when(following, rest)
            return 0
        adjusted = self.adjust(rest)
        return min(self.max_interval if adjusted is None else adjusted, self.max_interval)

    def reserve(self, entry: ScheduleEntry) -> ScheduleEntry:
        """Write down that an entry is sent now."""
        following = self.schedule[entry.name] = next(entry)  # type: ignore[call-overload]
        return following

    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:
        """Send an entry; what goes wrong is logged."""
        logger.info('Scheduler: Sending due task %s (%s)', entry.name, entry.task)
        try:
            result = self.apply_async(entry, producer=producer, advance=False)
        except Exception as exc:
            logger.error('Message Error: %s', exc, exc_info=True)
        else:
            logger.debug('%s sent. id->%s', entry.task, getattr(result, 'id', None))

    def apply_async(
        self, entry: ScheduleEntry, producer: Any = None, advance: bool = True, **kwargs: Any
    ) -> Any:
        """Call the task of an entry: by its name where the app does not have it."""
        entry = self.reserve(entry) if advance else entry
        task = self.app.tasks.get(entry.task)
        try:
            args = [_evaluated(arg) for arg in entry.args or ()]
            named = {key: _evaluated(value) for key, value in (entry.kwargs or {}).items()}
            if task:
                return task.apply_async(args, named, **entry.options)
            return self.send_task(entry.task, args, named, **entry.options)
        except Exception as exc:
            text = f"Couldn't apply scheduled task {entry.name}: {exc}"
            raise SchedulingError(text).with_traceback(exc.__traceback__) from exc
        finally:
            self._sent_since += 1
            if self.should_sync():
                self._do_sync()

    def send_task(self, *args: Any, **kwargs: Any) -> Any:
        """Call a task by its name."""
        return self.app.send_task(*args, **kwargs)

    def should_sync(self) -> bool:
        """Whether it is time for `sync()`."""
        if self._synced_at is None or time.monotonic() - self._synced_at > self.sync_every:
            return True
        return bool(self.sync_every_tasks and self._sent_since >= self.sync_every_tasks)

    def _do_sync(self) -> None:
        try:
            logger.debug('beat: Synchronizing schedule...')
            self.sync()
        finally:
            self._synced_at = time.monotonic()
            self._sent_since = 0

    def sync(self) -> None:
        """Keep the schedule: override it where yours is in a database."""

    def close(self) -> None:
        """Beat ends."""
        self.sync()

    @property
    def info(self) -> str:
        """What beat tells of it when it begins."""
        return ''


def _evaluated(value: Any) -> Any:
    return value() if isinstance(value, BeatLazyFunc) else value


class PersistentScheduler(Scheduler):
    """Beat's own scheduler, which keeps in a file when each entry ran last.

    The cluster's beat does so; made by a program, it has its entries as long as it lives.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.schedule_filename = kwargs.get('schedule_filename')
        super().__init__(*args, **kwargs)

    def setup_schedule(self) -> None:
        """Read `beat_schedule` of the app, and what is kept."""
        self.merge_inplace(self.app.conf.beat_schedule)
        self.install_default_entries(self.schedule)

    @property
    def info(self) -> str:
        """What beat tells of it when it begins."""
        return f'    . db -> {self.schedule_filename}'


class Service:
    """Beat's loop: it asks a scheduler when to wake up, and sleeps until then."""

    scheduler_cls: Any = PersistentScheduler

    def __init__(
        self,
        app: Celery,
        max_interval: float | None = None,
        schedule_filename: str | None = None,
        scheduler_cls: Any = None,
    ) -> None:
        self.app = app
        self.max_interval = max_interval or app.conf.beat_max_loop_interval
        self.schedule_filename = schedule_filename or app.conf.beat_schedule_filename
        self.scheduler_cls = scheduler_cls or self.scheduler_cls
        self._scheduler: Any = None
        self._stopped = False

    def get_scheduler(self, lazy: bool = False) -> Any:
        """Make the scheduler; its class may be given by its name."""
        return _class_named(self.scheduler_cls)(
            app=self.app,
            schedule_filename=self.schedule_filename,
            max_interval=self.max_interval,
            lazy=lazy,
        )

    @property
    def scheduler(self) -> Any:
        """The scheduler that it goes by."""
        if self._scheduler is None:
            self._scheduler = self.get_scheduler()
        return self._scheduler

    def start(self, embedded_process: bool = False) -> None:
        """Go round until `stop()`."""
        from celery import signals

        logger.info('beat: Starting...')
        longest = humanize_seconds(self.scheduler.max_interval)
        logger.debug('beat: Ticking with max interval->%s', longest)
        signals.beat_init.send(sender=self)
        if embedded_process:
            signals.beat_embedded_init.send(sender=self)
        try:
            while not self._stopped:
                self._go_round()
        finally:
            self.sync()

    def _go_round(self) -> None:
        interval = self.scheduler.tick()
        if not interval or interval <= 0:
            # Celery goes round and round; simulated time would stand still.
            time.sleep(_ROUND)
            return
        logger.debug('beat: Waking up %s.', humanize_seconds(interval, prefix='in '))
        time.sleep(interval)
        if self.scheduler.should_sync():
            self.scheduler._do_sync()

    def sync(self) -> None:
        """Let the scheduler keep its schedule."""
        self.scheduler.close()

    def stop(self, wait: bool = False) -> None:
        """End the loop."""
        logger.info('beat: Shutting down...')
        self._stopped = True


def _class_named(found: Any) -> Any:
    if not isinstance(found, str):
        return found
    module, _, name = found.rpartition(':' if ':' in found else '.')
    return getattr(importlib.import_module(module), name)
