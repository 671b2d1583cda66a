"""The exceptions of Celery."""

from __future__ import annotations

import numbers
from datetime import datetime
from typing import Any

from billiard.exceptions import SoftTimeLimitExceeded, Terminated, TimeLimitExceeded, WorkerLostError
from celery._missing import attributes_of
from kombu.exceptions import OperationalError

__getattr__ = attributes_of(__name__)


class CeleryWarning(UserWarning):
    """Base of Celery's warnings."""


class AlwaysEagerIgnored(CeleryWarning):
    """`send_task` takes no notice of `task_always_eager`."""


class DuplicateNodenameWarning(CeleryWarning):
    """Two workers answer to one node name."""


class FixupWarning(CeleryWarning):
    """A framework could not be fitted in."""


class NotConfigured(CeleryWarning):
    """Celery has no configuration."""


class SecurityWarning(CeleryWarning):
    """Something is possibly unsafe."""


class CPendingDeprecationWarning(PendingDeprecationWarning):
    """Something will be deprecated."""


class CDeprecationWarning(DeprecationWarning):
    """Something is deprecated."""


class CeleryError(Exception):
    """Base of Celery's errors."""


class TaskPredicate(CeleryError):
    """Base of the exceptions that are commands to the worker: Retry, Ignore, Reject."""


class Retry(TaskPredicate):
    """The task will run again. `self.retry()` raises it."""

    #: Optional text.
    message: str | None = None
    #: The exception that made it so, or None.
    exc: BaseException | None = None
    #: Seconds from now, or the moment, of the next try.
    when: float | datetime | None = None

    def __init__(
        self,
        message: str | None = None,
        exc: BaseException | str | None = None,
        when: float | datetime | None = None,
        is_eager: bool = False,
        sig: Any = None,
        **kwargs: Any,
    ) -> None:
        self.message = message
        self.exc = None if isinstance(exc, str) else exc
        self.excs = exc if isinstance(exc, str) or exc is None else repr(exc)
        self.when = when
        self.is_eager = is_eager
        self.sig = sig
        # Celery hands itself on as the first argument, and `repr()` shows it.
        super().__init__(self, exc, when, **kwargs)

    def humanize(self) -> str:
        """When the next try is: `in 180s` or `at ...`."""
        if isinstance(self.when, numbers.Number):
            return f'in {self.when}s'
        return f'at {self.when}'

    def __str__(self) -> str:
        if self.message:
            return self.message
        if self.excs:
            return f'Retry {self.humanize()}: {self.excs}'
        return f'Retry {self.humanize()}'

    def __reduce__(self) -> Any:
        return self.__class__, (self.message, self.exc, self.when)


class Ignore(TaskPredicate):
    """Raise it in a task to leave its state as it is: the worker stores nothing."""


class Reject(TaskPredicate):
    """Raise it in a task with `acks_late=True` to reject its message, or to put it back with `requeue=True`."""

    def __init__(self, reason: Any = None, requeue: bool = False) -> None:
        self.reason = reason
        self.requeue = requeue
        super().__init__(reason, requeue)

    def __repr__(self) -> str:
        return f'reject requeue={self.requeue}: {self.reason}'


class ImproperlyConfigured(CeleryError):
    """A setting is wrong or missing."""


class SecurityError(CeleryError):
    """Something unsafe was refused."""


class TaskError(CeleryError):
    """Base of errors about tasks."""


class QueueNotFound(KeyError, TaskError):
    """The queue is not in `task_queues`, and `task_create_missing_queues` is off."""


class IncompleteStream(TaskError):
    """A result was collected before all of it was there."""


class NotRegistered(KeyError, TaskError):
    """No task has that name here. Is its module imported?"""

    def __repr__(self) -> str:
        return f"Task of kind {self.args[0] if self.args else None!r} never registered, please make sure it's imported."


class AlreadyRegistered(TaskError):
    """Another task has that name."""


class TimeoutError(TaskError):
    """The result did not come in time. This is not Python's own TimeoutError."""


class MaxRetriesExceededError(TaskError):
    """The task has no try left."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.task_args = kwargs.pop('task_args', [])
        self.task_kwargs = kwargs.pop('task_kwargs', {})
        super().__init__(*args, **kwargs)


class TaskRevokedError(TaskError):
    """The task was revoked: there is no result."""


class InvalidTaskError(TaskError):
    """The message of the task is wrong."""


class ChordError(TaskError):
    """A task in the header of a chord failed, so the body never runs."""


class CeleryCommandException(Exception):
    """A command could not do its work."""

    def __init__(self, message: str, exit_code: int) -> None:
        self.exit_code = exit_code
        super().__init__(message)


class WorkerTerminate(SystemExit):
    """The worker shall stop at once."""


class WorkerShutdown(SystemExit):
    """The worker shall finish what it runs and stop."""


class BackendError(Exception):
    """The result backend has a problem."""


class BackendGetMetaError(BackendError):
    """A result could not be read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.task_id = kwargs.get('task_id', '')
        super().__init__(*args)


class BackendStoreError(BackendError):
    """A result could not be stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.state = kwargs.get('state', '')
        self.task_id = kwargs.get('task_id', '')
        super().__init__(*args)


def reraise(tp: type[BaseException], value: BaseException, tb: Any = None) -> None:
    """Raise an exception again, with another traceback."""
    if value.__traceback__ is not tb:
        raise value.with_traceback(tb)
    raise value


__all__ = [
    'AlreadyRegistered',
    'AlwaysEagerIgnored',
    'BackendError',
    'BackendGetMetaError',
    'BackendStoreError',
    'CDeprecationWarning',
    'CPendingDeprecationWarning',
    'CeleryCommandException',
    'CeleryError',
    'CeleryWarning',
    'ChordError',
    'DuplicateNodenameWarning',
    'FixupWarning',
    'Ignore',
    'ImproperlyConfigured',
    'IncompleteStream',
    'InvalidTaskError',
    'MaxRetriesExceededError',
    'NotConfigured',
    'NotRegistered',
    'OperationalError',
    'QueueNotFound',
    'Reject',
    'Retry',
    'SecurityError',
    'SecurityWarning',
    'SoftTimeLimitExceeded',
    'TaskError',
    'TaskPredicate',
    'TaskRevokedError',
    'Terminated',
    'TimeLimitExceeded',
    'TimeoutError',
    'WorkerLostError',
    'WorkerShutdown',
    'WorkerTerminate',
    'reraise',
]
