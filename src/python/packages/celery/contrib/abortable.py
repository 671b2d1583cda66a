"""Tasks that can be asked to stop: `handle.abort()` stores the state ABORTED, and the task looks for it (rule 4.63).

@app.task(bind=True, base=AbortableTask)
def long(self):
    while not self.is_aborted():
        ...
"""

from __future__ import annotations

from typing import Any

from celery._missing import attributes_of
from celery.app.task import Task
from celery.result import AsyncResult

__all__ = ('AbortableAsyncResult', 'AbortableTask')
__getattr__ = attributes_of(__name__)

#: The state of a task that is asked to stop.
ABORTED = 'ABORTED'


class AbortableAsyncResult(AsyncResult):
    """The handle of a task that can be asked to stop."""

    def is_aborted(self) -> bool:
        """Whether it was asked to."""
        return bool(self.state == ABORTED)

    def abort(self) -> Any:
        """Ask it to stop. It does so when it looks, or never; a state that it stores later takes the place of this."""
        return self.backend.store_result(self.id, result=None, state=ABORTED, traceback=None)


class AbortableTask(Task):
    """A task that looks whether it was asked to stop."""

    abstract = True

    def AsyncResult(self, task_id: str) -> AbortableAsyncResult:  # type: ignore[override]
        """The handle of one of its calls."""
        return AbortableAsyncResult(task_id, backend=self.backend)

    def is_aborted(self, **kwargs: Any) -> bool:
        """Whether this call was asked to stop: it looks into the result backend each time."""
        return self.AsyncResult(kwargs.get('task_id', self.request.id)).is_aborted()
