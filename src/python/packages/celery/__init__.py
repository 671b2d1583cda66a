"""Celery of the sandbox: real Celery's notation, written anew for a simulated cluster.

    from celery import Celery

    app = Celery('shop', broker='redis://localhost', backend='redis://localhost')

    @app.task
    def add(x, y):
        return x + y

    add.delay(2, 3).get()

What is simulated and what is not: docs/FIDELITY.md.
"""

from __future__ import annotations

from typing import NamedTuple

from celery import _connect, _missing, states
from celery._state import Proxy, get_current_app, get_current_task
from celery.app.base import Celery, shared_task
from celery.app.task import Task
from celery.canvas import (
    Signature,
    chain,
    chord,
    chunks,
    group,
    maybe_signature,
    signature,
    subtask,
    xmap,
    xstarmap,
)
from celery.utils import uuid


class version_info_t(NamedTuple):
    """The parts of `__version__`."""

    major: int
    minor: int
    micro: int
    releaselevel: str
    serial: str


__version__ = '5.6.3'
VERSION = version_info_t(5, 6, 3, '', '')
SERIES = 'recovery'

#: The app of this process.
current_app: Celery = Proxy(get_current_app)  # type: ignore[assignment]
#: The task that runs here; false outside of one.
current_task: Task | None = Proxy(get_current_task)  # type: ignore[assignment]



def bugreport(app: Celery | None = None) -> str:
    """Versions and settings as text, for a bug report."""
    return (app or get_current_app()).bugreport()


__all__ = [
    'Celery',
    'Signature',
    'Task',
    'bugreport',
    'chain',
    'chord',
    'chunks',
    'current_app',
    'current_task',
    'group',
    'maybe_signature',
    'shared_task',
    'signature',
    'states',
    'subtask',
    'uuid',
    'xmap',
    'xstarmap',
]
__getattr__ = _missing.attributes_of(__name__)

_missing.install()
_connect.connect()
