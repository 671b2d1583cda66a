"""The results of several tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from celery import _bridge, states
from celery._async_result import AsyncResult, ResultBase, assert_will_not_block, exception_of, keep_all
from celery._listening import OnMessage, wait_for
from celery._promise import Promise
from celery._state import get_current_app
from celery.exceptions import ImproperlyConfigured, TimeoutError

if TYPE_CHECKING:
    from celery.app.base import Celery


_NOBODY_HEARS = (
    'This waits for results that real Celery does not hear of: the canvas was frozen twice on its way out, and its '
    'handles are not those that the client listens for. Read them one by one: `[each.get() for each in result]`.'
)


class ResultSet(ResultBase):
    """Several results at once."""

    __module__ = 'celery.result'

    def __init__(
        self, results: Iterable[Any], app: Celery | None = None, ready_barrier: Any = None, **kwargs: Any
    ) -> None:
        self._app = app
        self.results = list(results)
        # Celery hears of results by those it was made with: one that was empty waits in vain.
        self._deaf = not self.results
        #: What `then` hangs on.
        self.on_ready = Promise()
        self._followed = False

    def _leaves(self) -> list[AsyncResult]:
        return [leaf for each in self.results for leaf in each._leaves()]

    def _known_value(self) -> list[Any]:
        """What `iter_native` gives for a group in a group: its members."""
        return self.results

    @property
    def app(self) -> Celery:
        """The app of its results."""
        return self._app or (self.results[0].app if self.results else get_current_app())

    @property
    def backend(self) -> Any:
        """The result backend."""
        return self.app.backend

    def add(self, result: Any) -> None:
        """Add a result, unless it is in already."""
        if result not in self.results:
            self.results.append(result)

    def remove(self, result: Any) -> None:
        """Take a result out, by itself or its id; KeyError where it is not in."""
        wanted = self.app.AsyncResult(result) if isinstance(result, str) else result
        try:
            self.results.remove(wanted)
        except ValueError:
            raise KeyError(wanted) from None

    def discard(self, result: Any) -> None:
        """Take a result out if it is in."""
        wanted = self.app.AsyncResult(result) if isinstance(result, str) else result
        if wanted in self.results:
            self.results.remove(wanted)

    def update(self, results: Iterable[Any]) -> None:
        """Add several."""
        for each in results:
            self.add(each)

    def clear(self) -> None:
        """Take all out."""
        self.results.clear()

    def successful(self) -> bool:
        """Whether all succeeded."""
        return all(each.successful() for each in self.results)

    def failed(self) -> bool:
        """Whether any failed."""
        return any(each.failed() for each in self.results)

    def waiting(self) -> bool:
        """Whether any is not done yet."""
        return any(not each.ready() for each in self.results)

    def ready(self) -> bool:
        """Whether all are done."""
        return all(each.ready() for each in self.results)

    def completed_count(self) -> int:
        """How many succeeded."""
        return sum(bool(each.successful()) for each in self.results)

    def maybe_throw(self, callback: Callable[[str, Any], Any] | None = None, propagate: bool = True) -> None:
        """Raise the exception of the first that has one now."""
        for each in self.results:
            each.maybe_throw(callback=callback, propagate=propagate)

    maybe_reraise = maybe_throw

    def get(
        self,
        timeout: float | None = None,
        propagate: bool = True,
        interval: float = 0.5,
        callback: Callable[[str, Any], Any] | None = None,
        no_ack: bool = True,
        on_message: OnMessage | None = None,
        disable_sync_subtasks: bool = True,
        on_interval: Callable[[], Any] | None = None,
    ) -> list[Any]:
        """Wait for all and return their values in order. The first exception that arrives is raised."""
        native = not any(each._is_eager for each in self._leaves())
        join = self.join_native if native else self.join
        return join(
            timeout=timeout,
            propagate=propagate,
            interval=interval,
            callback=callback,
            no_ack=no_ack,
            on_message=on_message,
            disable_sync_subtasks=disable_sync_subtasks,
            on_interval=on_interval,
        )

    def join(
        self,
        timeout: float | None = None,
        propagate: bool = True,
        interval: float = 0.5,
        callback: Callable[[str, Any], Any] | None = None,
        no_ack: bool = True,
        on_message: OnMessage | None = None,
        disable_sync_subtasks: bool = True,
        on_interval: Callable[[], Any] | None = None,
    ) -> list[Any]:
        """Wait for one after the other and return their values in order."""
        if disable_sync_subtasks:
            assert_will_not_block()
        if on_message is not None:
            raise ImproperlyConfigured('Backend does not support on_message callback')
        start = dt.datetime.now()
        values = []
        for each in self.results:
            left = None if timeout is None else timeout - (dt.datetime.now() - start).total_seconds()
            if left is not None and left <= 0.0:
                raise TimeoutError('join operation timed out')
            value = each.get(timeout=left, propagate=propagate, disable_sync_subtasks=disable_sync_subtasks)
            if callback is not None:
                callback(each.id, value)
            else:
                values.append(value)
        return values

    def join_native(
        self,
        timeout: float | None = None,
        propagate: bool = True,
        interval: float = 0.5,
        callback: Callable[[str, Any], Any] | None = None,
        no_ack: bool = True,
        on_message: OnMessage | None = None,
        on_interval: Callable[[], Any] | None = None,
        disable_sync_subtasks: bool = True,
    ) -> list[Any]:
        """Wait for all at once and return their values in order; exceptions are raised as they arrive."""
        if disable_sync_subtasks:
            assert_will_not_block()
        places = {each.id: place for place, each in enumerate(self.results)}
        values: list[Any] = [None] * len(self.results)
        for task_id, meta in self.iter_native(timeout, interval, no_ack, on_message, on_interval):
            value = [each.get() for each in meta] if isinstance(meta, list) else meta['result']
            if propagate and not isinstance(meta, list) and meta['status'] in states.PROPAGATE_STATES:
                raise exception_of(value)
            if callback is not None:
                callback(task_id, value)
            else:
                values[places[task_id]] = value
        return [] if callback is not None else values

    def iter_native(
        self,
        timeout: float | None = None,
        interval: float = 0.5,
        no_ack: bool = True,
        on_message: OnMessage | None = None,
        on_interval: Callable[[], Any] | None = None,
    ) -> Iterator[tuple[str, Any]]:
        """Pairs of (id, meta) as the results arrive; a group among them gives the list of its members."""
        if self.results:
            self.backend.ensure_waits()
            if self.backend.pauses_before_join:
                self._pause(interval)
        deadline = None if not timeout else dt.datetime.now() + dt.timedelta(seconds=timeout)
        waiting = list(self.results)
        while waiting:
            done = [each for each in waiting if each._is_known()]
            for each in done:
                yield each.id, each._known_value()
            waiting = [each for each in waiting if each not in done]
            if waiting:
                self._wait_for_any(waiting, deadline, on_message)

    def _pause(self, interval: float) -> None:
        leaves = self._heard(self.results)
        metas = _bridge.pause_for_results([leaf.id for leaf in leaves], interval)
        keep_all(metas, leaves)

    def _heard(self, waiting: list[Any]) -> list[AsyncResult]:
        """The single results that are not there yet and of which it will hear."""
        leaves = [] if self._deaf else [leaf for each in waiting for leaf in each._leaves()]
        return [leaf for leaf in leaves if leaf._cache is None and not leaf._deaf]

    def _wait_for_any(
        self, waiting: list[Any], deadline: dt.datetime | None, on_message: OnMessage | None
    ) -> None:
        left = None if deadline is None else (deadline - dt.datetime.now()).total_seconds()
        if left is not None and left <= 0:
            raise TimeoutError('The operation timed out.')
        open_leaves = self._heard(waiting)
        if not open_leaves and self._leaves():
            _bridge.note(_NOBODY_HEARS)
        metas, timed_out = wait_for(
            self.backend, [leaf.id for leaf in open_leaves], [], left, on_message
        )
        keep_all(metas, open_leaves)
        if timed_out and all(leaf._cache is None for leaf in open_leaves):
            raise TimeoutError('The operation timed out.')

    def iterate(
        self, timeout: float | None = None, propagate: bool = True, interval: float = 0.5
    ) -> Iterator[Any]:
        """Values as they arrive."""
        for _, meta in self.iter_native(timeout, interval):
            if propagate and meta['status'] in states.PROPAGATE_STATES:
                raise exception_of(meta['result'])
            yield meta['result']

    def forget(self) -> None:
        """Delete all stored results."""
        for each in self.results:
            each.forget()

    def revoke(
        self,
        connection: Any = None,
        terminate: bool = False,
        signal: str | None = None,
        wait: bool = False,
        timeout: float | None = None,
    ) -> None:
        """Ask all workers to run none of them; see `AsyncResult.revoke`."""
        self.app.control.revoke(
            [each.id for each in self.results],
            connection=connection,
            terminate=terminate,
            signal=signal,
            reply=wait,
            timeout=timeout,
        )

    def then(
        self, callback: Callable[..., Any], on_error: Callable[..., Any] | None = None, weak: bool = False
    ) -> Any:
        """Call a function with this set once all in it are done; see `AsyncResult.then`."""
        if not self._followed:
            self._followed = True
            for each in self.results:
                each.then(self._one_done)
        return self.on_ready.then(callback, on_error)

    def _one_done(self, _: Any) -> None:
        if self._is_known():
            self.on_ready(self)

    @property
    def supports_native_join(self) -> bool:
        """Whether all can be waited for at once."""
        return bool(self.backend.supports_native_join)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.results)

    def __getitem__(self, index: int) -> Any:
        return self.results[index]

    def __len__(self) -> int:
        return len(self.results)

    def __eq__(self, other: object) -> bool:
        return other.results == self.results if isinstance(other, ResultSet) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f'<{type(self).__name__}: [{", ".join(each.id for each in self.results)}]>'


class GroupResult(ResultSet):
    """The results of a group: in order, and with an id of their own."""

    __module__ = 'celery.result'

    def __init__(
        self, id: str | None = None, results: Iterable[Any] | None = None, parent: Any = None, **kwargs: Any
    ) -> None:
        self.id = id  # type: ignore[assignment]
        self.parent = parent
        super().__init__(results or (), **kwargs)
        # An empty group is done at once (rule 5.24).
        self._deaf = False

    def __reduce__(self) -> Any:
        return type(self), self.__reduce_args__()

    def __reduce_args__(self) -> tuple[Any, ...]:
        return self.id, self.results

    @property
    def children(self) -> list[Any]:
        """The same as `results`."""
        return self.results

    def save(self, backend: Any = None) -> Any:
        """Keep in the backend which results it has, for `restore` somewhere else."""
        return (backend or self.app.backend).save_group(self.id, self)

    def delete(self, backend: Any = None) -> None:
        """Forget a group that was saved; its results stay."""
        (backend or self.app.backend).delete_group(self.id)

    @classmethod
    def restore(cls, id: str, backend: Any = None, app: Celery | None = None) -> GroupResult | None:
        """A group that was saved, by its id; None where there is none."""
        return (backend or (app or get_current_app()).backend).restore_group(id)

    def as_tuple(self) -> Any:
        """`((id, parent), [results])`."""
        return (self.id, self.parent and self.parent.as_tuple()), [each.as_tuple() for each in self.results]

    def __bool__(self) -> bool:
        return bool(self.id or self.results)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, GroupResult):
            return other.id == self.id and other.results == self.results and other.parent == self.parent
        return other == self.id if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(self.id)

    def __str__(self) -> str:
        return str(self.id)

    def __repr__(self) -> str:
        return f'<{type(self).__name__}: {self.id} [{", ".join(each.id for each in self.results)}]>'
