"""The tasks that every app has: Celery's own parts of a canvas."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from celery._missing import refuse
from celery._state import get_current_app

if TYPE_CHECKING:
    from celery.app.base import Celery


def add_builtin_tasks(app: Celery) -> None:
    """Register them (rule 4.59)."""
    bodies: dict[str, Callable[..., Any]] = {
        'celery.accumulate': _accumulate,
        'celery.backend_cleanup': _backend_cleanup,
        'celery.chain': _only_notation('celery.chain'),
        'celery.chord': _only_notation('celery.chord'),
        'celery.chord_unlock': _only_notation('celery.chord_unlock'),
        'celery.chunks': _only_notation('celery.chunks'),
        'celery.group': _only_notation('celery.group'),
        'celery.map': _map,
        'celery.starmap': _starmap,
    }
    for name, body in bodies.items():
        app._task_of_function(body, name=name)


def _accumulate(*args: Any, **kwargs: Any) -> Any:
    """Its arguments, or one of them."""
    index = kwargs.get('index')
    return args if index is None else args[index]


def _backend_cleanup() -> None:
    """Delete results that are too old, in a backend where they do not go by themselves (rule 6.12)."""
    get_current_app().backend.cleanup()


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
