"""Workers for tests. In the sandbox the worker is one of the cluster."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import _bridge
from celery._missing import attributes_of
from celery.app.base import Celery
from celery.contrib.testing.tasks import ping
from celery.result import allow_join_result
from celery.signals import Signal

__all__ = [
    'TestWorkController',
    'start_worker',
    'test_worker_started',
    'test_worker_starting',
    'test_worker_stopped',
]
__getattr__ = attributes_of(__name__)

# Importing it makes a task known.
_bridge.import_anew(__name__)

WORKER_LOGLEVEL = os.environ.get('WORKER_LOGLEVEL', 'error')

test_worker_starting = Signal(name='test_worker_starting', providing_args={})
test_worker_started = Signal(name='test_worker_started', providing_args={'worker', 'consumer'})
test_worker_stopped = Signal(name='test_worker_stopped', providing_args={'worker'})


class TestWorkController:
    """The worker that a test has: it is the cluster's, so starting and stopping it is the lab's."""

    # It is no test, though its name begins like one.
    __test__ = False

    def __init__(self, app: Celery, hostname: str, concurrency: int, pool: str) -> None:
        self.app = app
        self.hostname = hostname
        self.concurrency = concurrency
        self.pool_cls = pool

    def ensure_started(self) -> None:
        """It is there."""

    def __repr__(self) -> str:
        return f'<Worker: {self.hostname}>'


@contextmanager
def start_worker(
    app: Celery,
    concurrency: int = 1,
    pool: str = 'solo',
    loglevel: str | int = WORKER_LOGLEVEL,
    logfile: str | None = None,
    perform_ping_check: bool = True,
    ping_task_timeout: float = 10.0,
    shutdown_timeout: float = 10.0,
    **kwargs: Any,
) -> Iterator[TestWorkController]:
    """A worker for a `with` block: `with start_worker(app): assert add.delay(1, 2).get() == 3`.

    A worker of the cluster takes the tasks. It must import this module as well, for the task `celery.ping`, by
    which it is found; `perform_ping_check=False` does without.
    """
    test_worker_starting.send(sender=app)
    _bridge.note('start_worker() takes a worker of the cluster: a program has none in a thread of its own here.')
    worker = TestWorkController(app, kwargs.pop('hostname', 'gen@sim'), concurrency, pool)
    try:
        if perform_ping_check:
            assert 'celery.ping' in app.tasks
            with allow_join_result():
                assert ping.delay().get(timeout=ping_task_timeout) == 'pong'
        test_worker_started.send(sender=app, worker=worker, consumer=None)
        yield worker
    finally:
        test_worker_stopped.send(sender=app, worker=worker)
