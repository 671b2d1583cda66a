"""The result of one task, and what all results share."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from celery import _bridge, states
from celery._listening import OnMessage, expect, wait_for
from celery._promise import Promise
from celery._state import get_current_app, join_allowed, joining
from celery.exceptions import IncompleteStream, TimeoutError
from celery.utils.graph import DependencyGraph, GraphFormatter

if TYPE_CHECKING:
    from celery.app.base import Celery

_IN_TASK = (
    'Never call result.get() within a task!\n'
    'See https://docs.celeryq.dev/en/latest/userguide/tasks.html#avoid-launching-synchronous-subtasks\n'
)


def assert_will_not_block() -> None:
    """Raise RuntimeError inside a task: waiting there can stop all workers for ever (rule 5.60)."""
    if not join_allowed():
        raise RuntimeError(_IN_TASK)


def allow_join_result() -> AbstractContextManager[None]:
    """Allow `get()` inside a task: `with allow_join_result(): ...`."""
    return joining(True)


def denied_join_result() -> AbstractContextManager[None]:
    """Forbid `get()`."""
    return joining(False)


class ResultBase:
    """Base of all results."""

    __module__ = 'celery.result'

    #: The result of the task before it in a chain, or of a chord's header.
    parent: Any = None
    id: str

    def as_tuple(self) -> Any:
        """The result as plain data; `result_from_tuple` makes it again."""
        raise NotImplementedError

    def _leaves(self) -> list[AsyncResult]:
        """The single results in it."""
        raise NotImplementedError

    def _is_known(self) -> bool:
        """Whether all of it is done, as far as this program has heard."""
        return all(leaf._cache is not None for leaf in self._leaves())

    def _throw_known(self) -> None:
        """Raise the exception of a failure that this program has heard of."""
        for leaf in self._leaves():
            if leaf._cache is not None:
                leaf.maybe_throw()

    def _ancestors(self) -> list[Any]:
        """Parents, the oldest first."""
        found = []
        node = self.parent
        while node is not None:
            found.append(node)
            node = node.parent
        return found[::-1]


class AsyncResult(ResultBase):
    """The result of one task, by its id. It may not be there yet."""

    __module__ = 'celery.result'

    TimeoutError = TimeoutError
    _is_eager = False
    #: No group that it is in hears of it (see `_deafness`).
    _deaf = False
    #: The app that it belongs to.
    app: Celery = None  # type: ignore[assignment]
    _graph: DependencyGraph | None = None

    def __init__(
        self,
        id: str,
        backend: Any = None,
        task_name: str | None = None,
        app: Celery | None = None,
        parent: Any = None,
    ) -> None:
        if id is None:
            raise ValueError(f'AsyncResult requires valid id, not {type(id)}')
        self.app = app or self.app or get_current_app()
        self.id = id
        self.backend = backend or self.app.backend
        self.parent = parent
        #: Nobody stores this result.
        self.ignored = False
        #: What `then` hangs on.
        self.on_ready = Promise()
        self._task_name = task_name
        self._cache: dict[str, Any] | None = None

    @property
    def task_id(self) -> str:
        """The same as `id`."""
        return self.id

    def _leaves(self) -> list[AsyncResult]:
        return [self]

    @property
    def supports_native_join(self) -> bool:
        """Whether several can be waited for at once."""
        return bool(self.backend.supports_native_join)

    def _known_value(self) -> Any:
        """What `ResultSet.iter_native` gives for it: its meta."""
        return self._cache

    # Waiting

    def get(
        self,
        timeout: float | None = None,
        propagate: bool = True,
        interval: float = 0.5,
        no_ack: bool = True,
        follow_parents: bool = True,
        callback: Callable[[str, Any], Any] | None = None,
        on_message: OnMessage | None = None,
        on_interval: Callable[[], Any] | None = None,
        disable_sync_subtasks: bool = True,
        EXCEPTION_STATES: frozenset[str] = states.EXCEPTION_STATES,
        PROPAGATE_STATES: frozenset[str] = states.PROPAGATE_STATES,
    ) -> Any:
        """Wait for the result and return it.

        timeout: seconds until `celery.exceptions.TimeoutError`; the task goes on all the same. propagate: raise
        the task's exception, otherwise return it. Inside a task it raises RuntimeError unless
        `disable_sync_subtasks` is False.
        """
        if self.ignored:
            _bridge.note_mistake('result-ignored')
            return None
        if disable_sync_subtasks:
            assert_will_not_block()
        ancestors = self._ancestors() if follow_parents and propagate else []
        for node in ancestors:
            node.maybe_throw()
        if self._cache is None:
            self._wait(timeout, ancestors, on_message, interval)
        if propagate:
            self.maybe_throw(callback=callback)
        elif callback is not None:
            callback(self.id, self.result)
        return self.result

    wait = get

    def _wait(
        self, timeout: float | None, ancestors: list[Any], on_message: OnMessage | None, interval: float
    ) -> None:
        """Until the result is there; raises the exception of an ancestor that fails meanwhile (rule 5.56)."""
        self.backend.ensure_waits()
        watch = [leaf for node in ancestors for leaf in node._leaves()]
        # Celery takes a timeout of 0 for none.
        deadline = dt.datetime.now() + dt.timedelta(seconds=timeout) if timeout else None
        while self._cache is None:
            left = None if deadline is None else max(0.0, (deadline - dt.datetime.now()).total_seconds())
            others = [leaf.id for leaf in watch]
            metas, timed_out = wait_for(self.backend, [self.id], others, left, on_message, interval)
            keep_all(metas, [self, *watch])
            for node in ancestors:
                node._throw_known()
            if self._cache is None and on_message is None and not timed_out:
                for node in ancestors:
                    node.maybe_throw()
            if self._cache is None and (timed_out or on_message is None):
                raise TimeoutError('The operation timed out.')

    def maybe_throw(self, propagate: bool = True, callback: Callable[[str, Any], Any] | None = None) -> Any:
        """Raise the task's exception if it has one now; otherwise return the result."""
        meta = self._get_task_meta()
        if propagate and meta['status'] in states.PROPAGATE_STATES:
            raise exception_of(meta['result'])
        if callback is not None:
            callback(self.id, meta['result'])
        return meta['result']

    maybe_reraise = maybe_throw

    # Reading

    def _get_task_meta(self) -> dict[str, Any]:
        """What is stored; kept once it is final (rule 5.57)."""
        return self._cache or self._keep(self.backend.get_task_meta(self.id))

    def _keep(self, meta: dict[str, Any]) -> dict[str, Any]:
        if meta['status'] in states.READY_STATES:
            from celery.result import result_from_tuple

            children = meta.get('children')
            made = [result_from_tuple(child, self.app) for child in children or ()]
            self._cache = {**meta, 'children': made if children is not None else None}
            self.on_ready(self)
            return self._cache
        return meta

    def _keep_stored(self, stored: dict[str, Any]) -> None:
        if self._cache is None:
            self._keep({'task_id': self.id, **self.backend.read_meta(stored)})

    @property
    def state(self) -> str:
        """PENDING, STARTED, RETRY, FAILURE, SUCCESS, REVOKED, or one of your own."""
        return self._get_task_meta()['status']

    status = state

    @property
    def result(self) -> Any:
        """The value if it succeeded, the exception if it failed, otherwise what `update_state` stored."""
        return self._get_task_meta()['result']

    info = result

    @property
    def traceback(self) -> str | None:
        """The traceback of a failed task."""
        return self._get_task_meta().get('traceback')

    @property
    def children(self) -> list[Any] | None:
        """Results of what the task sent; None before it is done."""
        return self._get_task_meta().get('children')

    @property
    def date_done(self) -> dt.datetime | None:
        """When it was done."""
        text = self._get_task_meta().get('date_done')
        return dt.datetime.fromisoformat(text) if isinstance(text, str) else text

    @property
    def name(self) -> str | None:
        """Name of the task; stored with `result_extended`. So are the following."""
        return self._get_task_meta().get('name')

    @property
    def args(self) -> Any:
        """Positional arguments."""
        return self._get_task_meta().get('args')

    @property
    def kwargs(self) -> Any:
        """Keyword arguments."""
        return self._get_task_meta().get('kwargs')

    @property
    def worker(self) -> str | None:
        """Name of the worker."""
        return self._get_task_meta().get('worker')

    @property
    def retries(self) -> int | None:
        """Tries after the first."""
        return self._get_task_meta().get('retries')

    @property
    def queue(self) -> str | None:
        """Name of the queue."""
        return self._get_task_meta().get('queue')

    def ready(self) -> bool:
        """Whether it is done: succeeded, failed or revoked."""
        return self.state in states.READY_STATES

    def successful(self) -> bool:
        """Whether it succeeded."""
        return self.state == states.SUCCESS

    def failed(self) -> bool:
        """Whether it failed."""
        return self.state == states.FAILURE

    def get_leaf(self) -> Any:
        """The value of the last task that this one led to."""
        return [value for _, value in self.collect()][-1]

    def iterdeps(self, intermediate: bool = False) -> Iterator[tuple[Any, Any]]:
        """Pairs of (parent, result): this one and all that it led to."""
        waiting: deque[tuple[Any, Any]] = deque([(None, self)])
        is_incomplete = not intermediate
        while waiting:
            parent, node = waiting.popleft()
            yield parent, node
            if node.ready():
                waiting.extend((node, child) for child in node.children or ())
            elif is_incomplete:
                raise IncompleteStream()

    def collect(self, intermediate: bool = False, **kwargs: Any) -> Iterator[tuple[Any, Any]]:
        """Pairs of (result, value): this one and all that it led to."""
        for _, node in self.iterdeps(intermediate=intermediate):
            yield node, node.get(**kwargs)

    # Acting

    def forget(self) -> None:
        """Delete the stored result, and those of its parents."""
        self._cache = None
        if self.parent is not None:
            self.parent.forget()
        self.backend.forget(self.id)

    def revoke(
        self,
        connection: Any = None,
        terminate: bool = False,
        signal: str | None = None,
        wait: bool = False,
        timeout: float | None = None,
    ) -> None:
        """Ask all workers not to run it.

        terminate: also send `signal` (SIGTERM) to the process that runs it. wait: until a worker has replied.
        """
        self.app.control.revoke(
            self.id, connection=connection, terminate=terminate, signal=signal, reply=wait, timeout=timeout
        )

    def revoke_by_stamped_headers(
        self,
        headers: dict[str, Any],
        connection: Any = None,
        terminate: bool = False,
        signal: str | None = None,
        wait: bool = False,
        timeout: float | None = None,
    ) -> None:
        """Ask all workers not to run tasks with these stamps."""
        self.app.control.revoke_by_stamped_headers(
            headers, connection=connection, terminate=terminate, signal=signal, reply=wait, timeout=timeout
        )

    def then(
        self, callback: Callable[..., Any], on_error: Callable[..., Any] | None = None, weak: bool = False
    ) -> Any:
        """Call a function with this result once it is done, however it ended. That is heard while the program waits
        for any result, or looks at this one. on_error: called with the exception that the function raises.
        """
        expect(self, weak)
        return self.on_ready.then(callback, on_error)

    def build_graph(self, intermediate: bool = False, formatter: Any = None) -> DependencyGraph:
        """This result and all that it led to, as a graph."""
        graph = DependencyGraph(formatter=formatter or GraphFormatter(root=self.id, shape='oval'))
        for parent, node in self.iterdeps(intermediate=intermediate):
            graph.add_arc(node)
            if parent:
                graph.add_edge(parent, node)
        return graph

    @property
    def graph(self) -> DependencyGraph:
        """This result and all that it led to, as a graph: `result.graph.to_dot(file)`."""
        if self._graph is None:
            self._graph = self.build_graph()
        return self._graph

    def as_tuple(self) -> Any:
        """`((id, parent), None)`."""
        return (self.id, self.parent and self.parent.as_tuple()), None

    def as_list(self) -> list[str]:
        """Its id and those of its parents."""
        return [self.id, *(self.parent.as_list() if self.parent is not None else ())]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, AsyncResult):
            return other.id == self.id
        return other == self.id if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.id)

    def __str__(self) -> str:
        return str(self.id)

    def __repr__(self) -> str:
        return f'<{type(self).__name__}: {self.id}>'

    def __copy__(self) -> AsyncResult:
        return type(self)(self.id, self.backend, None, self.app, self.parent)

    def __reduce__(self) -> Any:
        return type(self), self.__reduce_args__()

    def __reduce_args__(self) -> tuple[Any, ...]:
        return self.id, None, self._task_name, None, self.parent


def keep_all(metas: dict[str, Any], results: list[AsyncResult]) -> None:
    """Remember what was read of several results at once."""
    for result in results:
        meta = metas.get(result.id)
        if meta is not None:
            result._keep_stored(meta)


def exception_of(value: Any) -> BaseException:
    """What to raise for a stored failure."""
    return value if isinstance(value, BaseException) else Exception(value)
