"""The tasks that every app has: Celery's own parts of a canvas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from celery import _bridge, _wire
from celery._missing import refuse
from celery._state import get_current_app
from celery.app.definition import described
from celery.exceptions import ChordError
from celery.utils.serialization import describe


def _accumulate(*args: Any, **kwargs: Any) -> Any:
    """Its arguments, or one of them."""
    index = kwargs.get('index')
    return args if index is None else args[index]


def _backend_cleanup() -> None:
    """Delete results that are too old, in a backend where they do not go by themselves (rule 6.12)."""
    get_current_app().backend.cleanup()


def _unlock_chord(
    self: Any,
    group_id: str,
    callback: Any,
    interval: float | None = None,
    max_retries: int | None = None,
    result: Any = None,
    **kwargs: Any,
) -> None:
    """Wait for the header of a chord where the backend counts nothing, then send its body (rules 5.40, 5.41)."""
    from celery.canvas import maybe_signature
    from celery.result import GroupResult, allow_join_result, result_from_tuple

    app = self.app
    pause = app.conf.result_chord_retry_interval if interval is None else interval
    header = GroupResult(group_id, [result_from_tuple(each, app) for each in result], app=app)
    if not header.ready():
        raise self.retry(countdown=pause, max_retries=max_retries)
    body = maybe_signature(callback, app=app)
    try:
        with allow_join_result():
            values = header.join(timeout=app.conf.result_chord_join_timeout, propagate=True)
    except Exception as exc:
        _fail_chord(group_id, body, exc, repr(exc))
        return
    _bridge.tell_here('unlock-chord', group=group_id, body=body.options.get('task_id') or '')
    try:
        body.delay(values)
    except Exception as exc:
        _fail_chord(group_id, body, exc, f'Callback error: {exc!r}')


def _fail_chord(group: str, body: Any, cause: Exception, reason: str) -> None:
    """The body fails with ChordError (rule 5.43)."""
    error = describe(ChordError(reason))
    signature = _wire.Codec(live=False).signature(body)
    _bridge.tell_here('fail-chord', group=group, body=signature, error=error, cause=describe(cause))


def _map(task: Any, it: Any) -> list[Any]:
    """Call the task with each item."""
    body = _body(task)
    return [body(item) for item in it]


def _starmap(task: Any, it: Any) -> list[Any]:
    """Call the task with each item as arguments."""
    body = _body(task)
    return [body(*item) for item in it]


def _body(task: Any) -> Any:
    from celery.canvas import maybe_signature

    return maybe_signature(task).type


def _only_notation(name: str) -> Callable[..., Any]:
    """A name that stands in signatures; no message carries it."""

    def body(*args: Any, **kwargs: Any) -> Any:
        refuse(name)

    return body


class Builtin(NamedTuple):
    """One of them."""

    name: str
    function: Callable[..., Any]
    bind: bool = False
    options: dict[str, Any] = {}


BUILTINS = (
    Builtin('celery.accumulate', _accumulate),
    Builtin('celery.backend_cleanup', _backend_cleanup),
    Builtin('celery.chain', _only_notation('celery.chain')),
    Builtin('celery.chord', _only_notation('celery.chord')),
    Builtin('celery.chunks', _only_notation('celery.chunks')),
    Builtin('celery.group', _only_notation('celery.group')),
    Builtin('celery.map', _map),
    Builtin('celery.starmap', _starmap),
    Builtin('celery.chord_unlock', _unlock_chord, True, {'max_retries': None, 'ignore_result': True}),
)


def builtin_definitions() -> list[dict[str, Any]]:
    """All of them as the simulation knows them: the same in each app."""
    if not _definitions:
        for body in BUILTINS:
            _definitions.append(
                described(body.name, body.function, True, body.bind, body.options)
            )
    return _definitions


_definitions: list[dict[str, Any]] = []
