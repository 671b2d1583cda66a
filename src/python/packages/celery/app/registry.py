"""`app.tasks`: every task by its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from celery.exceptions import NotRegistered

if TYPE_CHECKING:
    from celery.app.task import Task

__all__ = ['TaskRegistry']


def _completed(name: str) -> Any:
    """A method of `dict` that sees Celery's own tasks too."""
    method = getattr(dict, name)

    @wraps(method)
    def call(self: TaskRegistry, *args: Any, **kwargs: Any) -> Any:
        self.complete()
        return method(self, *args, **kwargs)

    return call


class TaskRegistry(dict[str, 'Task']):
    """Tasks by name. Celery's own are made when somebody looks: each process has nine that hardly any uses."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._expected: frozenset[str] = frozenset()
        self._make: Callable[[], dict[str, Task]] | None = None

    def expect(self, names: set[str], make: Callable[[], dict[str, Task]]) -> None:
        """Tasks of these names are there; `make` makes them."""
        self._expected, self._make = frozenset(names), make

    def complete(self) -> None:
        """Make them now. They come first, as they were there first."""
        make, self._make, self._expected = self._make, None, frozenset()
        if make is not None:
            own = dict(dict.items(self))
            dict.clear(self)
            dict.update(self, {**make(), **own})

    def made(self, name: str) -> Task | None:
        """The task of this name, or None; others stay as they are."""
        if name in self._expected:
            self.complete()
        return dict.get(self, name)

    def __missing__(self, key: str) -> Task:
        if key not in self._expected:
            raise NotRegistered(key)
        self.complete()
        return self[key]

    def find(self, name: str) -> Task | None:
        """The task of this name, or None."""
        return self.made(name)

    def register(self, task: Any) -> None:
        """Take a task, or a class of one."""
        instance = task() if isinstance(task, type) else task
        self[instance.name] = instance

    def unregister(self, name: Any) -> None:
        """Forget a task, by name or itself."""
        try:
            self.pop(getattr(name, 'name', name))
        except KeyError:
            raise NotRegistered(name) from None


for _name in (
    *('__contains__', '__eq__', '__ior__', '__iter__', '__len__', '__ne__', '__or__', '__repr__', '__reversed__'),
    *('__ror__', 'clear', 'copy', 'get', 'items', 'keys', 'pop', 'popitem', 'setdefault', 'values'),
):
    setattr(TaskRegistry, _name, _completed(_name))
