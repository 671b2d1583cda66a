"""Results: handles of tasks that were sent."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, NoReturn

from celery import _bridge, states
from celery._missing import attributes_of, refuse
from celery._state import get_current_app, join_allowed, joining
from celery.exceptions import IncompleteStream, TimeoutError

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

    #: The result of the task before it in a chain, or of a chord's header.
    parent: Any = None
    id: str

    def as_tuple(self) -> Any:
        """The result as plain data; `result_from_tuple` makes it again."""
        raise NotImplementedError

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

    TimeoutError = TimeoutError

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
        self.app = app or get_current_app()
        self.id = id
        self.backend = backend or self.app.backend
        self.parent = parent
        #: Nobody stores this result.
        self.ignored = False
        self._task_name = task_name
        self._cache: dict[str, Any] | None = None

    @property
    def task_id(self) -> str:
        """The same as `id`."""
        return self.id

    # Waiting

    def get(
        self,
        timeout: float | None = None,
        propagate: bool = True,
        interval: float = 0.5,
        no_ack: bool = True,
        follow_parents: bool = True,
        callback: Callable[[str, Any], Any] | None = None,
        on_message: Callable[[dict[str, Any]], Any] | None = None,
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
            return None
        if disable_sync_subtasks:
            assert_will_not_block()
        if on_message is not None:
            _bridge.note('`on_message` of `get()` is not simulated yet: it is never called.')
        ancestors = self._ancestors() if follow_parents and propagate else []
        for node in ancestors:
            node.maybe_throw()
        if self._cache is None:
            self._wait(timeout, ancestors)
        if propagate:
            self.maybe_throw(callback=callback)
        elif callback is not None:
            callback(self.id, self.result)
        return self.result

    wait = get

    def _wait(self, timeout: float | None, ancestors: list[Any]) -> None:
        """Until the result is there; raises the exception of an ancestor that fails meanwhile (rule 5.56)."""
        self.backend.ensure_waits()
        watch = [each for node in ancestors for each in _leaves(node)]
        # Celery takes a timeout of 0 for none.
        metas, timed_out = _bridge.wait_for_results([self.id], [each.id for each in watch], timeout or None)
        _keep(metas, [self, *watch])
        for node in ancestors:
            _throw_known(node)
        if self._cache is None and not timed_out:
            for node in ancestors:
                node.maybe_throw()
        if self._cache is None:
            raise TimeoutError('The operation timed out.')

    def maybe_throw(self, propagate: bool = True, callback: Callable[[str, Any], Any] | None = None) -> Any:
        """Raise the task's exception if it has one now; otherwise return the result."""
        meta = self._meta()
        if propagate and meta['status'] in states.PROPAGATE_STATES:
            raise _exception(meta['result'])
        if callback is not None:
            callback(self.id, meta['result'])
        return meta['result']

    maybe_reraise = maybe_throw

    # Reading

    def _meta(self) -> dict[str, Any]:
        """What is stored; kept once it is final (rule 5.57)."""
        return self._cache or self._keep(self.backend.get_task_meta(self.id))

    def _keep(self, meta: dict[str, Any]) -> dict[str, Any]:
        if meta['status'] in states.READY_STATES:
            children = meta.get('children')
            made = [result_from_tuple(child, self.app) for child in children or ()]
            self._cache = {**meta, 'children': made if children is not None else None}
            return self._cache
        return meta

    @property
    def state(self) -> str:
        """PENDING, STARTED, RETRY, FAILURE, SUCCESS, REVOKED, or one of your own."""
        return self._meta()['status']

    status = state

    @property
    def result(self) -> Any:
        """The value if it succeeded, the exception if it failed, otherwise what `update_state` stored."""
        return self._meta()['result']

    info = result

    @property
    def traceback(self) -> str | None:
        """The traceback of a failed task."""
        return self._meta().get('traceback')

    @property
    def children(self) -> list[Any] | None:
        """Results of what the task sent; None before it is done."""
        return self._meta().get('children')

    @property
    def date_done(self) -> dt.datetime | None:
        """When it was done."""
        text = self._meta().get('date_done')
        return dt.datetime.fromisoformat(text) if isinstance(text, str) else text

    @property
    def name(self) -> str | None:
        """Name of the task; stored with `result_extended`. So are the following."""
        return self._meta().get('name')

    @property
    def args(self) -> Any:
        """Positional arguments."""
        return self._meta().get('args')

    @property
    def kwargs(self) -> Any:
        """Keyword arguments."""
        return self._meta().get('kwargs')

    @property
    def worker(self) -> str | None:
        """Name of the worker."""
        return self._meta().get('worker')

    @property
    def retries(self) -> int | None:
        """Tries after the first."""
        return self._meta().get('retries')

    @property
    def queue(self) -> str | None:
        """Name of the queue."""
        return self._meta().get('queue')

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
        value = None
        for _, value in self.collect():
            pass
        return value

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
    ) -> NoReturn:
        """Ask the workers not to run it."""
        refuse('AsyncResult.revoke')

    def then(self, callback: Callable[..., Any], on_error: Callable[..., Any] | None = None, weak: bool = False) -> NoReturn:
        """Call a function when it is done."""
        refuse('AsyncResult.then')

    @property
    def graph(self) -> NoReturn:
        """The results as a graph."""
        refuse('AsyncResult.graph')

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
        return type(self), (self.id, None, self._task_name, None, self.parent)


class ResultSet(ResultBase):
    """Several results at once."""

    def __init__(self, results: Iterable[Any], app: Celery | None = None, ready_barrier: Any = None, **kwargs: Any) -> None:
        self._app = app
        self.results = list(results)
        # Celery hears of results by those it was made with: one that was empty waits in vain.
        self._deaf = not self.results

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
        on_message: Callable[[dict[str, Any]], Any] | None = None,
        disable_sync_subtasks: bool = True,
        on_interval: Callable[[], Any] | None = None,
    ) -> list[Any]:
        """Wait for all and return their values in order. The first exception that arrives is raised."""
        native = not any(isinstance(each, EagerResult) for each in self.results)
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
        on_message: Callable[[dict[str, Any]], Any] | None = None,
        disable_sync_subtasks: bool = True,
        on_interval: Callable[[], Any] | None = None,
    ) -> list[Any]:
        """Wait for one after the other and return their values in order."""
        if disable_sync_subtasks:
            assert_will_not_block()
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
        on_message: Callable[[dict[str, Any]], Any] | None = None,
        on_interval: Callable[[], Any] | None = None,
        disable_sync_subtasks: bool = True,
    ) -> list[Any]:
        """Wait for all at once and return their values in order; exceptions are raised as they arrive."""
        if disable_sync_subtasks:
            assert_will_not_block()
        places = {each.id: place for place, each in enumerate(self.results)}
        values: list[Any] = [None] * len(self.results)
        for task_id, meta in self.iter_native(timeout, interval, no_ack, on_message, on_interval):
            value = meta if isinstance(meta, list) else meta['result']
            if propagate and not isinstance(meta, list) and meta['status'] in states.PROPAGATE_STATES:
                raise _exception(value)
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
        on_message: Callable[[dict[str, Any]], Any] | None = None,
        on_interval: Callable[[], Any] | None = None,
    ) -> Iterator[tuple[str, Any]]:
        """Pairs of (id, meta) as the results arrive; a group among them gives the list of its values."""
        if self.results:
            self.backend.ensure_waits()
        deadline = None if not timeout else dt.datetime.now() + dt.timedelta(seconds=timeout)
        waiting = list(self.results)
        while waiting:
            done = [each for each in waiting if _is_known(each)]
            for each in done:
                yield each.id, _known_meta(each)
            waiting = [each for each in waiting if each not in done]
            if waiting:
                self._wait_for_any(waiting, deadline)

    def _wait_for_any(self, waiting: list[Any], deadline: dt.datetime | None) -> None:
        left = None if deadline is None else (deadline - dt.datetime.now()).total_seconds()
        if left is not None and left <= 0:
            raise TimeoutError('The operation timed out.')
        open_leaves = [] if self._deaf else [leaf for each in waiting for leaf in _leaves(each) if leaf._cache is None]
        metas, timed_out = _bridge.wait_for_results([leaf.id for leaf in open_leaves], [], left)
        _keep(metas, open_leaves)
        if timed_out and all(leaf._cache is None for leaf in open_leaves):
            raise TimeoutError('The operation timed out.')

    def iterate(self, timeout: float | None = None, propagate: bool = True, interval: float = 0.5) -> Iterator[Any]:
        """Values as they arrive."""
        for _, meta in self.iter_native(timeout, interval):
            if propagate and meta['status'] in states.PROPAGATE_STATES:
                raise _exception(meta['result'])
            yield meta['result']

    def forget(self) -> None:
        """Delete all stored results."""
        for each in self.results:
            each.forget()

    def revoke(self, connection: Any = None, terminate: bool = False, signal: str | None = None, **kwargs: Any) -> NoReturn:
        """Ask the workers to run none of them."""
        refuse('ResultSet.revoke')

    def then(self, callback: Callable[..., Any], on_error: Callable[..., Any] | None = None, weak: bool = False) -> NoReturn:
        """Call a function when all are done."""
        refuse('ResultSet.then')

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

    def __init__(
        self, id: str | None = None, results: Iterable[Any] | None = None, parent: Any = None, **kwargs: Any
    ) -> None:
        self.id = id  # type: ignore[assignment]
        self.parent = parent
        super().__init__(results or (), **kwargs)
        # An empty group is done at once (rule 5.24).
        self._deaf = False

    @property
    def children(self) -> list[Any]:
        """The same as `results`."""
        return self.results

    def save(self, backend: Any = None) -> NoReturn:
        """Keep the group in the backend."""
        refuse('GroupResult.save')

    def delete(self, backend: Any = None) -> NoReturn:
        """Remove a saved group."""
        refuse('GroupResult.delete')

    @classmethod
    def restore(cls, id: str, backend: Any = None, app: Celery | None = None) -> NoReturn:
        """A saved group by its id."""
        refuse('GroupResult.restore')

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


class EagerResult(AsyncResult):
    """The result of a task that ran here, by `apply()` or `task_always_eager`."""

    def __init__(
        self, id: str, ret_value: Any, state: str, traceback: str | None = None, name: str | None = None
    ) -> None:
        self.id = id
        self.parent = None
        self.ignored = False
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

    @property
    def backend(self) -> Any:  # type: ignore[override]
        """The result backend, which knows nothing of it."""
        return self.app.backend

    def get(
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
                raise _exception(self.result)
            return self.result
        return self.result if self.successful() else None

    wait = get

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
        return GroupResult(id, [result_from_tuple(each, owner) for each in members], parent=made_parent, app=owner)
    return AsyncResult(id, app=owner, parent=made_parent)


def result_from_tree(tree: dict[str, Any] | None, app: Celery) -> Any:
    """The results that sending a signature made."""
    if tree is None:
        return None
    parent = result_from_tree(tree.get('parent'), app)
    if tree['type'] == 'GroupResult':
        return GroupResult(tree['id'], [result_from_tree(each, app) for each in tree['results']], parent=parent, app=app)
    result = AsyncResult(tree['id'], app=app, parent=parent)
    result.ignored = bool(tree.get('ignored'))
    return result


def _leaves(node: Any) -> list[AsyncResult]:
    """The single results in a result."""
    if isinstance(node, ResultSet):
        return [leaf for each in node.results for leaf in _leaves(each)]
    return [node]


def _keep(metas: dict[str, Any], results: list[AsyncResult]) -> None:
    for result in results:
        meta = metas.get(result.id)
        if meta is not None and result._cache is None:
            result._keep({'task_id': result.id, **result.backend.read_meta(meta)})


def _throw_known(node: Any) -> None:
    """Raise the exception of an ancestor whose failure is known."""
    for leaf in _leaves(node):
        if leaf._cache is not None:
            leaf.maybe_throw()


def _is_known(node: Any) -> bool:
    return all(leaf._cache is not None for leaf in _leaves(node))


def _known_meta(node: Any) -> Any:
    return node.get(propagate=False, disable_sync_subtasks=False) if isinstance(node, ResultSet) else node._cache


def _exception(value: Any) -> BaseException:
    """What to raise for a stored failure."""
    return value if isinstance(value, BaseException) else Exception(value)
