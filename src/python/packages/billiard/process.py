"""Which process of a worker this is."""

from __future__ import annotations

import os

from celery import _bridge
from celery._missing import attributes_of

__getattr__ = attributes_of(__name__)


class Process:
    """A process, as `current_process()` gives it."""

    def __init__(self, name: str) -> None:
        #: `MainProcess`, or `ForkPoolWorker-1` and so on.
        self.name = name
        self.pid = os.getpid()

    def __repr__(self) -> str:
        return f'<{type(self).__name__}({self.name}, started)>'


def current_process() -> Process:
    """The process that this runs in; a thread's is its worker's main process."""
    slot = _bridge.process_name().partition('/')[2]
    return Process(f'ForkPoolWorker-{slot}' if slot and not _bridge.in_thread() else 'MainProcess')
