"""`autoretry_for`: exceptions that make a task try again by itself."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from celery.exceptions import Ignore, Retry

if TYPE_CHECKING:
    from celery.app.task import Task


def add_autoretry(task: Task) -> None:
    """Let the task's body retry on the exceptions that its options name (rule 4.27)."""
    listed = _classes(task.autoretry_for)
    if not listed or hasattr(task.run, '__wrapped_for_autoretry__'):
        return
    passed = _classes(task.dont_autoretry_for)
    body = task.run

    @functools.wraps(body)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return body(*args, **kwargs)
        except (Ignore, Retry):
            raise
        except passed:
            raise
        except listed as exc:
            raise task._retry_by_itself(exc) from exc

    run.__wrapped_for_autoretry__ = True  # type: ignore[attr-defined]
    task.run = run  # type: ignore[method-assign]


def _classes(given: Any) -> tuple[type[BaseException], ...]:
    return tuple(given) if isinstance(given, (list, tuple, set)) else (given,) if given else ()
