"""Results: handles of tasks that were sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from celery import states
from celery._async_result import (
    AsyncResult,
    ResultBase,
    allow_join_result,
    assert_will_not_block,
    denied_join_result,
    exception_of,
)
from celery._missing import attributes_of
from celery._promise import Promise
from celery._result_set import GroupResult, ResultSet
from celery._state import get_current_app

if TYPE_CHECKING:
    from celery.app.base import Celery

__all__ = [
    'AsyncResult',
    'EagerResult',
    'GroupResult',
    'ResultBase',
    'ResultSet',
    'allow_join_result',
    'assert_will_not_block',
    'denied_join_result',
    'result_from_tuple',
]
__getattr__ = attributes_of(__name__)


class EagerResult(AsyncResult):
    """The result of a task that ran here, by `apply()` or `task_always_eager`."""

    _is_eager = True

    def __init__(
        self, id: str, ret_value: Any, state: str, traceback: str | None = None, name: str | None = None
    ) -> None:
        self.id = id
        self.parent = None
        self.ignored = False
        self.on_ready = Promise()
        self.app = get_current_app()
        self._task_name = name
        self._cache = {
            'task_id': id,
            'status': state,
            'result': ret_value,
            'traceback': traceback,
            'children': None,
            'name': name,
        }
        self.on_ready(self)

    def then(self, callback: Callable[..., Any], on_error: Callable[..., Any] | None = None, weak: bool = False) -> Any:
        """Call a function with this result, at once: it is done."""
        return self.on_ready.then(callback, on_error)

    @property
    def backend(self) -> Any:  # type: ignore[override]
        """The result backend, which knows nothing of it."""
        return self.app.backend

    def get(  # type: ignore[override]
        self,
        timeout: float | None = None,
        propagate: bool = True,
        disable_sync_subtasks: bool = True,
        **kwargs: Any,
    ) -> Any:
        """The value; raises the task's exception unless `propagate` is False."""
        if disable_sync_subtasks:
            assert_will_not_block()
        if self.state in states.PROPAGATE_STATES:
            if propagate:
                raise exception_of(self.result)
            return self.result
        return self.result if self.successful() else None

    wait = get  # type: ignore[assignment]

    def ready(self) -> bool:
        """Always true."""
        return True

    def forget(self) -> None:
        """Nothing is stored."""

    def revoke(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """It has run already: only its state changes."""
        if self._cache is not None:
            self._cache['status'] = states.REVOKED

    def __repr__(self) -> str:
        return f'<EagerResult: {self.id}>'


def result_from_tuple(r: Any, app: Celery | None = None) -> Any:
    """The result that `as_tuple()` described."""
    if isinstance(r, ResultBase):
        return r
    owner = app or get_current_app()
    (id_or_pair, members) = r
    id, parent = id_or_pair if isinstance(id_or_pair, (list, tuple)) else (id_or_pair, None)
    made_parent = result_from_tuple(parent, owner) if parent else None
    if members is not None:
        return GroupResult(
            id, [result_from_tuple(each, owner) for each in members], parent=made_parent, app=owner
        )
    return AsyncResult(id, app=owner, parent=made_parent)


def result_from_tree(tree: dict[str, Any] | None, app: Celery) -> Any:
    """The results that sending a signature made."""
    if tree is None:
        return None
    parent = result_from_tree(tree.get('parent'), app)
    if tree['type'] == 'GroupResult':
        return GroupResult(
            tree['id'], [result_from_tree(each, app) for each in tree['results']], parent=parent, app=app
        )
    result = AsyncResult(tree['id'], app=app, parent=parent)
    result.ignored = bool(tree.get('ignored'))
    return result
