"""Signatures over the items of a list: map, starmap and chunks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from celery._shapes import group
from celery._signature import KINDS, Signature

if TYPE_CHECKING:
    from celery.app.base import Celery


class _Items(Signature):
    """A task for each item of a list."""

    _task_name: str

    def __init__(self, task: Any, it: Iterable[Any], **options: Any) -> None:
        app = options.pop('app', None)
        super().__init__(self._task_name, (), {'task': task, 'it': list(it)}, options, immutable=True, app=app)


class xmap(_Items):
    """One task that calls another with each item: `add.map([1, 2])`."""

    __module__ = 'celery.canvas'

    _task_name = 'celery.map'

    def __repr__(self) -> str:
        task, it = self['kwargs']['task'], self['kwargs']['it']
        return f'[{task.task}(x) for x in {it!r}]'


class xstarmap(_Items):
    """One task that calls another with each item as arguments: `add.starmap([(1, 1), (2, 2)])`."""

    __module__ = 'celery.canvas'

    _task_name = 'celery.starmap'

    def __repr__(self) -> str:
        task, it = self['kwargs']['task'], self['kwargs']['it']
        return f'[{task.task}(*x) for x in {it!r}]'


class chunks(Signature):
    """Tasks of `n` items each: `add.chunks(zip(range(100), range(100)), 10)()`."""

    __module__ = 'celery.canvas'

    def __init__(self, task: Any, it: Iterable[Any], n: int, **options: Any) -> None:
        app = options.pop('app', None)
        super().__init__(
            'celery.chunks',
            (),
            {'task': task, 'it': list(it), 'n': n},
            options,
            immutable=True,
            app=app,
        )

    def __call__(self, **options: Any) -> Any:
        """Send all of them."""
        return self.apply_async(**options)

    def apply_async(self, args: Any = (), kwargs: Any = None, **options: Any) -> Any:
        """Send all of them."""
        return self.group().apply_async(args, kwargs, **{**self.options, **options})

    def group(self) -> group:
        """The group of tasks that it stands for."""
        task, items, size = (self['kwargs'][key] for key in ('task', 'it', 'n'))
        parts = [items[start : start + size] for start in range(0, len(items), size)]
        return group((xstarmap(task, part, app=self._app) for part in parts), app=self._app)

    @classmethod
    def apply_chunks(cls, task: Any, it: Iterable[Any], n: int, app: Celery | None = None) -> Any:
        """Send the chunks at once."""
        return cls(task, it, n, app=app)()


# These carry no type: the names of their tasks tell.
KINDS.update({'celery.map': xmap, 'celery.starmap': xstarmap, 'celery.chunks': chunks})
