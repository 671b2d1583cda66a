"""What receivers of signals and commands see of a worker."""

from __future__ import annotations

from typing import Any

from celery import _bridge
from celery._missing import attributes_of
from celery._state import get_current_app

__getattr__ = attributes_of(__name__)


class _Part:
    """A part of a worker: it knows its node's name and its app."""

    def __init__(self) -> None:
        #: The node's name.
        self.hostname = _bridge.process_name().partition('/')[0]
        self.app: Any = get_current_app()

    def __repr__(self) -> str:
        return f'<{type(self).__name__}: {self.hostname}>'


class Worker(_Part):
    """The sender of `worker_init` and `worker_shutdown`, and the `instance` of `celeryd_init`."""

    def __str__(self) -> str:
        return self.hostname


class Consumer(_Part):
    """The sender of `worker_ready`, `task_received` and `task_unknown`."""

    @property
    def controller(self) -> Worker:
        """The worker that it is a part of."""
        return Worker()


class AsynPool(_Part):
    """The sender of `worker_before_create_process`."""
