"""Fixtures for pytest. Where pytest is not to be had they are plain functions, to be read and called."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from celery._missing import attributes_of
from celery.app.base import Celery

__getattr__ = attributes_of(__name__)

try:
    _fixture: Callable[..., Any] = importlib.import_module('pytest').fixture
except ImportError:

    def _fixture(**options: Any) -> Callable[..., Any]:
        return lambda function: function


def pytest_configure(config: Any) -> None:
    """Make the mark `celery` known."""
    config.addinivalue_line(
        'markers', 'celery(**overrides): override celery configuration for a test case'
    )


@contextmanager
def _app_for(
    request: Any, config: Mapping[str, Any], parameters: Mapping[str, Any], logging: bool, trap: bool
) -> Iterator[Celery]:
    from celery.contrib.testing.app import TestApp, setup_default_app

    mark = request.node.get_closest_marker('celery')
    settings = {**config, **(mark.kwargs if mark else {})}
    app = TestApp(set_as_current=False, enable_logging=logging, config=settings, **parameters)
    with setup_default_app(app, use_trap=trap):
        yield app


@contextmanager
def _worker_for(
    app: Celery, includes: Sequence[str], pool: Any, parameters: Mapping[str, Any]
) -> Iterator[Any]:
    from celery.contrib.testing.worker import start_worker

    for module in includes:
        importlib.import_module(module)
    with start_worker(app, pool=pool, **parameters) as worker:
        yield worker


@_fixture(scope='session')
def use_celery_app_trap() -> bool:
    """Override it to return True: then the current app must not be used."""
    return False


@_fixture(scope='session')
def celery_session_app(
    request: Any,
    celery_config: Any,
    celery_parameters: Any,
    celery_enable_logging: Any,
    use_celery_app_trap: Any,
) -> Iterator[Celery]:
    """An app for the whole session."""
    with _app_for(
        request, celery_config, celery_parameters, celery_enable_logging, use_celery_app_trap
    ) as app:
        if not use_celery_app_trap:
            app.set_default()
            app.set_current()
        yield app


@_fixture(scope='session')
def celery_session_worker(
    request: Any,
    celery_session_app: Any,
    celery_includes: Any,
    celery_class_tasks: Any,
    celery_worker_pool: Any,
    celery_worker_parameters: Any,
) -> Iterator[Any]:
    """A worker for the whole session."""
    for task in celery_class_tasks:
        celery_session_app.register_task(task)
    with _worker_for(
        celery_session_app, celery_includes, celery_worker_pool, celery_worker_parameters
    ) as worker:
        yield worker


@_fixture(scope='session')
def celery_enable_logging() -> bool:
    """Override it to return True: then the app logs."""
    return False


@_fixture(scope='session')
def celery_includes() -> Sequence[str]:
    """Override it: modules that the worker imports."""
    return ()


@_fixture(scope='session')
def celery_worker_pool() -> Any:
    """Override it: the pool of the worker."""
    return 'solo'


@_fixture(scope='session')
def celery_config() -> Mapping[str, Any]:
    """Override it: settings of the app."""
    return {}


@_fixture(scope='session')
def celery_parameters() -> Mapping[str, Any]:
    """Override it: arguments of `Celery()`."""
    return {}


@_fixture(scope='session')
def celery_worker_parameters() -> Mapping[str, Any]:
    """Override it: arguments of `start_worker()`."""
    return {}


@_fixture()
def celery_app(
    request: Any,
    celery_config: Any,
    celery_parameters: Any,
    celery_enable_logging: Any,
    use_celery_app_trap: Any,
) -> Iterator[Celery]:
    """An app for one test."""
    with _app_for(
        request, celery_config, celery_parameters, celery_enable_logging, use_celery_app_trap
    ) as app:
        yield app


@_fixture(scope='session')
def celery_class_tasks() -> list[Any]:
    """Override it: classes of tasks that the app registers."""
    return []


@_fixture()
def celery_worker(
    request: Any,
    celery_app: Any,
    celery_includes: Any,
    celery_worker_pool: Any,
    celery_worker_parameters: Any,
) -> Iterator[Any]:
    """A worker for one test."""
    with _worker_for(
        celery_app, celery_includes, celery_worker_pool, celery_worker_parameters
    ) as worker:
        yield worker


@_fixture()
def depends_on_current_app(celery_app: Any) -> None:
    """Make the app of the test the current one."""
    celery_app.set_current()
