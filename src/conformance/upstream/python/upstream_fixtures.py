"""Fixtures that pytest and Celery's plugin bring, and the manager of the tests."""

import contextlib
import inspect
import logging
import sys
import time
import traceback

import pytest
from celery import states


class Manager:
    """`celery.contrib.testing.manager.Manager`: what the canvas suite asks of it."""

    def __init__(self, app, **_):
        self.app = app

    def inspect(self, timeout=3.0):
        return self.app.control.inspect(timeout=timeout)

    def assert_result_tasks_in_progress_or_completed(self, async_results, interval=0.5):
        wanted = (states.STARTED, states.SUCCESS)
        for _ in range(100):
            if all(result.state in wanted for result in async_results):
                return True
            time.sleep(interval)
        raise AssertionError('the tasks were not started in time')

    def wait_until_idle(self):
        """Nothing: each test has a cluster of its own."""


@pytest.fixture
def celery_app():
    import upstream_app

    return upstream_app.app


@pytest.fixture
def celery_session_app(celery_app):
    return celery_app


@pytest.fixture
def celery_session_worker(celery_app):
    """The cluster's worker: it was ready before the test began."""


@pytest.fixture
def subtests(record):
    return SubTests(record)


class SubTests:
    """pytest-subtests: a block that fails is written down, and the test goes on."""

    def __init__(self, record):
        self._record = record

    @contextlib.contextmanager
    def test(self, msg=None, **kwargs):
        name = msg or ', '.join(f'{key}={value!r}' for key, value in kwargs.items())
        try:
            yield
        except Exception as error:
            self._record.failed(name, error)
        else:
            self._record.passed(name)


@pytest.fixture
def monkeypatch():
    patch = MonkeyPatch()
    yield patch
    patch.undo()


class MonkeyPatch:
    """Attributes that are put back."""

    def __init__(self):
        self._before = []

    def setattr(self, target, name, value):
        self._before.append((target, name, getattr(target, name)))
        setattr(target, name, value)

    def undo(self):
        for target, name, value in reversed(self._before):
            setattr(target, name, value)


@pytest.fixture
def caplog():
    capture = LogCapture()
    logging.getLogger().addHandler(capture)
    yield capture
    logging.getLogger().removeHandler(capture)


class LogCapture(logging.Handler):
    """The records of the test's own process."""

    def __init__(self):
        super().__init__(0)
        self.records = []

    def emit(self, record):
        record.message = record.getMessage()
        self.records.append(record)


def described(error):
    """The first difference: what was raised, and the line of the suite that did."""
    place = ''
    for frame in traceback.extract_tb(error.__traceback__):
        if '/t/integration/' in f'/{frame.filename}':
            place = f'{frame.filename}:{frame.lineno}: {frame.line}'
    text = f'{type(error).__name__}: {error}'.strip().removesuffix(':')
    return {'error': text, 'place': place}


BUILT_IN = {
    name: value
    for name, value in vars(sys.modules[__name__]).items()
    if inspect.isfunction(value) and hasattr(value, 'fixture')
}
