"""Exceptions of the process pool."""

from __future__ import annotations

__all__ = ['SoftTimeLimitExceeded', 'Terminated', 'TimeLimitExceeded', 'WorkerLostError']


class SoftTimeLimitExceeded(Exception):
    """The soft time limit is over: catch it to clean up, the hard limit comes next."""

    def __str__(self) -> str:
        return f'SoftTimeLimitExceeded{self.args}'


class TimeLimitExceeded(Exception):
    """The hard time limit is over: the process was killed."""

    def __str__(self) -> str:
        return f'TimeLimitExceeded{self.args}'


class WorkerLostError(Exception):
    """The pool process that ran the task has died."""


class Terminated(Exception):
    """The task was revoked with `terminate=True` while it ran."""
