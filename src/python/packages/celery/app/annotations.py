"""The setting `task_annotations`: attributes that override those of tasks (rule 4.58)."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from celery.app.task import Task

__all__ = ['resolve']


class _Map:
    """A dict of task names, `'*'` for any task, as an object that annotates."""

    def __init__(self, entries: Mapping[str, Any]) -> None:
        self.entries = entries

    def annotate(self, task: Task) -> Any:
        return self.entries.get(task.name)

    def annotate_any(self) -> Any:
        return self.entries.get('*')


def _prepared(annotation: Any) -> Any:
    if isinstance(annotation, Mapping):
        return _Map(annotation)
    if isinstance(annotation, str):
        module, _, name = annotation.replace(':', '.').rpartition('.')
        return getattr(importlib.import_module(module), name)()
    return annotation


def resolve(setting: Any, task: Task) -> Iterator[Mapping[str, Any]]:
    """What the first annotation that knows the task says, then what the first one says of any task.

    So `'*'` wins over the name of a task where both set an attribute.
    """
    if not setting:
        return
    annotations = [_prepared(one) for one in (setting if isinstance(setting, (list, tuple)) else [setting])]
    for method, args in (('annotate', (task,)), ('annotate_any', ())):
        answers = (getattr(one, method)(*args) for one in annotations if hasattr(one, method))
        first = next((answer for answer in answers if answer is not None), None)
        if first:
            yield dict(first)
