"""Apps for tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

from celery._missing import attributes_of
from celery._state import state
from celery.app.base import Celery
from celery.app.log import Logging

__all__ = ['DEFAULT_TEST_CONFIG', 'TestApp', 'Trap', 'UnitLogging', 'set_trap', 'setup_default_app']
__getattr__ = attributes_of(__name__)

#: Settings of an app for tests.
DEFAULT_TEST_CONFIG: dict[str, Any] = {
    'worker_hijack_root_logger': False,
    'worker_log_color': False,
    'accept_content': {'json'},
    'enable_utc': True,
    'timezone': 'UTC',
    'broker_url': 'memory://',
    'result_backend': 'cache+memory://',
    'broker_heartbeat': 0,
}


class Trap:
    """Stands in place of the current app and raises: for code that must not depend on it."""

    def __getattr__(self, name: str) -> NoReturn:
        raise RuntimeError('Test depends on current_app')


class UnitLogging(Logging):
    """Logging that counts as set up."""

    already_setup = True


def TestApp(
    name: str | None = None,
    config: Mapping[str, Any] | None = None,
    enable_logging: bool = False,
    set_as_current: bool = False,
    log: Any = UnitLogging,
    backend: str | None = None,
    broker: str | None = None,
    **kwargs: Any,
) -> Celery:
    """An app for tests, with a broker and a result backend in memory."""
    from celery.contrib.testing import tasks  # noqa: F401

    settings = {**DEFAULT_TEST_CONFIG, **(config or {})}
    if broker is not None:
        settings.pop('broker_url', None)
    if backend is not None:
        settings.pop('result_backend', None)
    made = Celery(
        name or 'celery.tests',
        set_as_current=set_as_current,
        log=None if enable_logging else log,
        broker=broker,
        backend=backend,
        **kwargs,
    )
    made.add_defaults(settings)
    return made


@contextmanager
def set_trap(app: Celery) -> Iterator[None]:
    """While nothing may ask for the current app."""
    memory = state()
    before = memory.current_app
    memory.current_app = Trap()  # type: ignore[assignment]
    try:
        yield
    finally:
        memory.current_app = before


@contextmanager
def setup_default_app(app: Celery, use_trap: bool = False) -> Iterator[None]:
    """While a test has an app of its own; afterwards all is as before."""
    memory = state()
    current, apps, shared = memory.current_app, list(memory.apps), list(memory.shared)
    try:
        if use_trap:
            with set_trap(app):
                yield
        else:
            yield
    finally:
        memory.apps, memory.shared = apps, shared
        memory.current_app = current
        if app is not current:
            app.close()
