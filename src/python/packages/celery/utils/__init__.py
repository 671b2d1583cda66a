"""Small helpers of Celery."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from celery import _bridge
from celery._missing import attributes_of
from celery.utils.nodenames import worker_direct

if TYPE_CHECKING:
    from celery.app.base import Celery

__all__ = ['gen_task_name', 'uuid', 'worker_direct']
__getattr__ = attributes_of(__name__)


def uuid(_uuid: Callable[[], Any] = uuid4) -> str:
    """A new id. It comes from the run's seed, so the same run has the same ids."""
    return _bridge.new_uuid() if _uuid is uuid4 else str(_uuid())


def gen_task_name(app: Celery, name: str, module_name: str | None) -> str:
    """The name of a task: `module.function`. In a script (`__main__`) the app's name stands for the module."""
    module = module_name or '__main__'
    if module == '__main__' and app.main:
        return f'{app.main}.{name}'
    return f'{module}.{name}'
