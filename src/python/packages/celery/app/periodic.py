"""Periodic tasks on their way to beat: entries of `beat_schedule` as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from celery import _wire
from celery.schedules import crontab, schedule, solar


def as_setting(entries: Any) -> dict[str, Any]:
    """The setting `beat_schedule` for the simulation."""
    return {str(name): _entry(entry) for name, entry in dict(entries or {}).items()}


def _entry(entry: Any) -> Any:
    if not isinstance(entry, Mapping):
        return _wire.setting(entry)
    # Celery makes a list of the arguments before it sends them.
    args, kwargs = list(entry.get('args') or ()), dict(entry.get('kwargs') or {})
    return {
        'task': str(entry.get('task')),
        'schedule': _schedule(entry.get('schedule'), bool(entry.get('relative'))),
        'args': [_wire.setting(arg) for arg in args],
        'kwargs': {str(key): _wire.setting(value) for key, value in kwargs.items()},
        'options': {str(key): _wire.option(value) for key, value in (entry.get('options') or {}).items()},
        'argsrepr': _wire.short_repr(args or ()),
        'kwargsrepr': _wire.short_repr(kwargs),
    }


def _schedule(found: Any, relative: bool) -> Any:
    if isinstance(found, dt.timedelta):
        return {'every': found.total_seconds(), 'relative': relative}
    if isinstance(found, (int, float)):
        return {'every': found, 'relative': relative}
    if isinstance(found, (schedule, crontab, solar)):
        return found.as_setting()
    return _wire.setting(found)


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
