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

#: What real Celery has not either, since version 5: Python's own words, as a learner meets them there.
_REMOVED = frozenset({'celery.task', 'celery.decorators'})

#: What to use in place of something that is not here.
_INSTEAD = {
    'celery.bin': 'Workers are started by the lab: no command line is needed.',
    'celery.worker': 'Workers are started by the lab: set them up in the cluster form.',
    'celery.apps': 'Workers and beat are started by the lab: set them up in the cluster form.',
    'celery.bootsteps': 'A worker is the simulation: connect to the signals of `celery.signals` instead.',
    'celery.concurrency': 'The pool of a worker is chosen in the cluster form: `-P prefork`, `threads`, `gevent`, `solo`.',
    'celery.loaders': 'Settings come from `app.config_from_object()`, modules with tasks from `include=`.',
    'celery.security': 'Messages are not signed here: `accept_content` says which serializers a worker takes.',
    'celery.backends': 'The result backend is the one of the cluster form: use `app.backend` and results.',
    'celery.platforms': 'There is no operating system below the simulation.',
    'celery.contrib.django': 'Call `delay()` once the transaction is committed: `transaction.on_commit(task.delay)`.',
    'celery.contrib.migrate': 'Start another broker in the cluster form instead.',
    'celery.contrib.rdb': 'Step through the log, or `print()`: nothing can stop a simulated worker for a debugger.',
    'kombu.transport': 'The broker is the one of the cluster form.',
    'app.Worker': 'Workers are started by the lab: set them up in the cluster form.',
    'app.WorkController': 'Workers are started by the lab: set them up in the cluster form.',
    'app.Beat': 'Beat is a part of the cluster: write down what it sends in `app.conf.beat_schedule`.',
    'app.start': 'Workers are started by the lab: no command line is needed.',
    'app.setup_security': 'Messages are not signed here: `accept_content` says which serializers a worker takes.',
    'inspect.memsample': 'Memory is not measured: `inspect().stats()` tells what a worker counts.',
    'inspect.memdump': 'Memory is not measured: `inspect().stats()` tells what a worker counts.',
    'inspect.objgraph': 'Memory is not measured: `inspect().stats()` tells what a worker counts.',
}


class NotInSandbox(NotImplementedError):
    """A part of Celery that the sandbox does not have was called."""


def sentence(name: str) -> str:
    """That `name` is not here, what to use instead, and where to read more."""
    parts = [f'`{name}` is not in this sandbox.']
    instead = _instead(name)
    if instead is not None:
        parts.append(instead)
    parts.append('docs/API.md lists what is.')
    return ' '.join(parts)


def _instead(name: str) -> str | None:
    """What stands in place of a name, or of the module that it is in."""
    while name:
        if name in _INSTEAD:
            return _INSTEAD[name]
        name = name.rpartition('.')[0]
    return None


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
        if qualified in _REMOVED:
            where = getattr(sys.modules[module], '__file__', None)
            if _imports(sys._getframe(1)):
                raise ImportError(f'cannot import name {name!r} from {module!r} ({where})', name=module)
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
        if fullname in _REMOVED:
            raise ModuleNotFoundError(f'No module named {fullname!r}', name=fullname)
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
        raise AttributeError(sentence(f'{self._name}.{name}'))

    def __call__(self, *args: Any, **kwargs: Any) -> NoReturn:
        refuse(self._name)
