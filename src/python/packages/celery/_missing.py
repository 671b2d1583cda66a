"""What the sandbox does not have says so: where the list is and what stands in its place."""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NoReturn

_PACKAGES = ('celery', 'kombu', 'billiard')
_IMPORT_FROM = dis.opmap['IMPORT_FROM']

#: What real Celery has not either.
_REMOVED = {
    'celery.task': '`celery.task` was removed in Celery 5: use `@app.task` or `from celery import shared_task`.',
}

#: What to use in place of something that is not here.
_INSTEAD = {
    'celery.bin': 'Workers are started by the lab: no command line is needed.',
    'celery.worker': 'Workers are started by the lab: set them up in the cluster form.',
    'celery.beat': 'Beat is a part of the cluster: write down what it sends in `app.conf.beat_schedule`.',
    'celery.events': 'The timeline and the log show every event instead.',
    'kombu.Connection': 'The broker is the one of the cluster form: send tasks with `delay()` or `apply_async()`.',
    'kombu.Producer': 'Send tasks with `delay()` or `apply_async()` instead.',
    'kombu.Consumer': 'Receive messages with a task and a worker instead.',
}


class NotInSandbox(NotImplementedError):
    """A part of Celery that the sandbox does not simulate yet."""


def sentence(name: str) -> str:
    """That `name` is not here, what to use instead, and where to read more."""
    if name in _REMOVED:
        return _REMOVED[name]
    parts = [f'`{name}` is not in this sandbox yet.']
    instead = _INSTEAD.get(name) or _INSTEAD.get(name.rpartition('.')[0])
    if instead is not None:
        parts.append(instead)
    parts.append('See docs/FIDELITY.md for what is simulated.')
    return ' '.join(parts)


def refuse(name: str) -> NoReturn:
    """Raise NotInSandbox for something that was called."""
    raise NotInSandbox(sentence(name))


def attributes_of(module: str) -> Callable[[str], Any]:
    """A module's `__getattr__`: ImportError for `from module import name`, AttributeError otherwise."""

    def missing(name: str) -> NoReturn:
        qualified = f'{module}.{name}'
        # The interpreter asks for `__path__` and its like: those are nobody's mistake.
        if name.startswith('__'):
            raise AttributeError(f'module {module!r} has no attribute {name!r}')
        if _imports(sys._getframe(1)):
            raise ImportError(sentence(qualified), name=module)
        raise AttributeError(sentence(qualified))

    return missing


def _imports(frame: Any) -> bool:
    """Whether the frame stands at `from module import name`, whose own message would hide ours."""
    return bool(frame.f_code.co_code[frame.f_lasti] == _IMPORT_FROM)


class _Finder:
    """Stands last among the finders: it only hears of modules of these packages that do not exist."""

    @staticmethod
    def find_spec(
        fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        package, _, rest = fullname.partition('.')
        if package in _PACKAGES and rest:
            raise ImportError(sentence(fullname), name=fullname)
        return None


def install() -> None:
    """Let `import celery.something_missing` say what is missing."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.append(_Finder())


class Missing:
    """An object whose every attribute refuses: `app.control`, `app.events`."""

    def __init__(self, name: str) -> None:
        self.__dict__['_name'] = name

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith('__'):
            raise AttributeError(name)
        refuse(f'{self._name}.{name}')

    def __call__(self, *args: Any, **kwargs: Any) -> NoReturn:
        refuse(self._name)
