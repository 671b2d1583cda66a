"""Periodic tasks on their way to beat: entries of `beat_schedule` as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from celery import _wire
from celery._state import get_current_app
from celery.app.lazy import BeatLazyFunc
from celery.schedules import BaseSchedule, crontab, maybe_schedule, schedule, solar
from celery.utils.saferepr import reprcall


def as_setting(entries: Any) -> dict[str, Any]:
    """The setting `beat_schedule` for the simulation."""
    return {str(name): _entry(entry) for name, entry in dict(entries or {}).items()}


def _entry(entry: Any) -> Any:
    if not isinstance(entry, Mapping):
        return _wire.setting(entry)
    args, kwargs = list(entry.get('args') or ()), dict(entry.get('kwargs') or {})
    relative = bool(entry.get('relative'))
    lazy = any(isinstance(value, BeatLazyFunc) for value in (*args, *kwargs.values()))
    return {
        'task': str(entry.get('task')),
        'schedule': _schedule(entry.get('schedule'), relative),
        **({'args': [], 'kwargs': {}, 'lazy': True} if lazy else _arguments(args, kwargs)),
        'options': {str(key): _wire.option(value) for key, value in (entry.get('options') or {}).items()},
        'described': f'{reprcall(str(entry.get("task")), args, kwargs)} {maybe_schedule(entry.get("schedule"), relative)!r}',
    }


def _arguments(args: list[Any], kwargs: dict[str, Any]) -> dict[str, Any]:
    # Celery makes a list of the arguments before it sends them.
    return {
        'args': [_wire.setting(arg) for arg in args],
        'kwargs': {str(key): _wire.setting(value) for key, value in kwargs.items()},
        'argsrepr': _wire.short_repr(args or ()),
        'kwargsrepr': _wire.short_repr(kwargs),
    }


def answer(what: str, name: str, last_run: str | None) -> Any:
    """Answer the question `beat`: whether an entry of the program's own kind is due, or what it is called with now."""
    app = get_current_app()
    entry = app.conf.beat_schedule[name]
    if what == 'due':
        when = entry['schedule']
        if isinstance(when, BaseSchedule) and when._app is None:
            when.app = app
        due, following = when.is_due(dt.datetime.fromisoformat(last_run or '').astimezone(app.timezone))
        return [bool(due), following]
    args, kwargs = list(entry.get('args') or ()), dict(entry.get('kwargs') or {})
    return _arguments(
        [_evaluated(arg) for arg in args], {key: _evaluated(value) for key, value in kwargs.items()}
    )


def run(scheduler: str) -> None:
    """Answer the question `beat-loop`: be beat, with a scheduler of the program's own."""
    from celery.beat import Service

    Service(get_current_app(), scheduler_cls=scheduler).start()


def _evaluated(value: Any) -> Any:
    return value() if isinstance(value, BeatLazyFunc) else value


def _schedule(found: Any, relative: bool) -> Any:
    if isinstance(found, dt.timedelta):
        return {'every': found.total_seconds(), 'relative': relative}
    if isinstance(found, (int, float)):
        return {'every': found, 'relative': relative}
    if type(found) in (schedule, crontab, solar) and found.nowfun is None:
        return found.as_setting()
    return {'own': True} if hasattr(found, 'is_due') else _wire.setting(found)


def entry_of(when: Any, sig: Any, args: Any, kwargs: Any, options: dict[str, Any]) -> dict[str, Any]:
    """What `add_periodic_task` puts into `beat_schedule`."""
    final = sig.clone(args, kwargs)
    return {
        'schedule': when,
        'task': final.task,
        'args': final.args,
        'kwargs': final.kwargs,
        'options': {**final.options, **options},
    }


class AppSignal:
    """A moment in the life of an app: `@app.on_after_configure.connect`. Receivers get the app as `sender`."""

    def __init__(self) -> None:
        self._receivers: list[Callable[..., Any]] = []

    def connect(self, *args: Any, **kwargs: Any) -> Any:
        """Call a function then; usable as a decorator, with arguments or without."""

        def connected(receiver: Callable[..., Any]) -> Callable[..., Any]:
            self._receivers.append(receiver)
            return receiver

        return connected(args[0]) if args and callable(args[0]) else connected

    def disconnect(self, receiver: Callable[..., Any] | None = None, **kwargs: Any) -> bool:
        """Do not call it any more; says whether it was connected."""
        found = receiver in self._receivers
        if found and receiver is not None:
            self._receivers.remove(receiver)
        return found

    def send(self, sender: Any, **named: Any) -> list[tuple[Callable[..., Any], Any]]:
        """Call every receiver."""
        return [(receiver, receiver(sender=sender, signal=self, **named)) for receiver in list(self._receivers)]
