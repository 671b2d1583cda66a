"""`app.tasks`: every task by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from celery.exceptions import NotRegistered

if TYPE_CHECKING:
    from celery.app.task import Task

__all__ = ['TaskRegistry']


class TaskRegistry(dict[str, 'Task']):
    """Tasks by name."""

    def __missing__(self, key: str) -> NoReturn:
        raise NotRegistered(key)

    def find(self, name: str) -> Task | None:
        """The task of this name, or None."""
        return self[name] if name in self else None

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
