"""What each simulated process knows of its own: its apps, its shared tasks, what it is running."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from typing import TYPE_CHECKING, Any, NamedTuple

from celery import _bridge

if TYPE_CHECKING:
    from celery.app.base import Celery
    from celery.app.context import Context
    from celery.app.task import Task


class ProcessState:
    """The memory of one simulated process."""

    def __init__(self) -> None:
        self.apps: list[Celery] = []
        self.current_app: Celery | None = None
        #: Each makes a shared task known to an app.
        self.shared: list[Callable[[Celery], Task]] = []
        #: Receivers of signals by the signal's name.
        self.receivers: dict[str, list[Any]] = {}
        #: Remote control commands of one's own by name.
        self.commands: dict[str, Callable[..., Any]] = {}
        #: What the last task raised, by its id: errbacks get the exception itself.
        self.failures: dict[str | None, BaseException] = {}
        #: That exception, if the task's `throws` lists it.
        self.expected: BaseException | None = None


def state() -> ProcessState:
    """The memory of the process that runs now."""
    found: ProcessState = _bridge.process_local('celery', ProcessState)
    return found


class Frame(NamedTuple):
    """A task that runs, with its request."""

    task: Task
    request: Context
    #: It only stands for `task.request`: the program has pushed it (`push_request`).
    pushed: bool = False


# Bodies run on stacks of their own: a context variable stays with its body while others take turns.
_frames: ContextVar[tuple[Frame, ...]] = ContextVar('celery_frames', default=())
_join_allowed: ContextVar[bool] = ContextVar('celery_join_allowed', default=True)


def frames() -> tuple[Frame, ...]:
    """The tasks that run in this body, the innermost last."""
    found = _frames.get()
    return tuple(each for each in found if not each.pushed) if any(each.pushed for each in found) else found


def request_of(task: Task) -> Context | None:
    """The request that stands for `task.request` now; None where there is none."""
    for each in reversed(_frames.get()):
        if each.task is task:
            return each.request
    return None


def push_request(task: Task, request: Context) -> None:
    """Let a request stand for `task.request` from now on."""
    _frames.set((*_frames.get(), Frame(task, request, pushed=True)))


def pop_request(task: Task) -> Context | None:
    """Take the last pushed request of a task away again."""
    found = _frames.get()
    for at in range(len(found) - 1, -1, -1):
        if found[at].task is task and found[at].pushed:
            _frames.set((*found[:at], *found[at + 1 :]))
            return found[at].request
    return None


def enter(task: Task, request: Context, may_join: bool) -> tuple[Token[Any], Token[Any]]:
    """A worker's task begins in this body; `leave` wants what it gives. Both context managers below in one."""
    return _frames.set((*_frames.get(), Frame(task, request))), _join_allowed.set(may_join)


def leave(entered: tuple[Token[Any], Token[Any]]) -> None:
    """It is over."""
    _frames.reset(entered[0])
    _join_allowed.reset(entered[1])


@contextmanager
def running(task: Task, request: Context) -> Iterator[None]:
    """While a task runs in this body."""
    token = _frames.set((*_frames.get(), Frame(task, request)))
    try:
        yield
    finally:
        _frames.reset(token)


def get_current_task() -> Task | None:
    """The task that runs here, or None."""
    found = frames()
    return found[-1].task if found else None


def get_current_worker_task() -> Task | None:
    """The task that a worker runs here; direct and eager calls inside it do not count (rule 4.18)."""
    for task, request, _ in reversed(frames()):
        if not request.called_directly and not request.is_eager:
            return task
    return None


def join_allowed() -> bool:
    """Whether `result.get()` may wait here (rule 5.60)."""
    return _join_allowed.get()


@contextmanager
def joining(allowed: bool) -> Iterator[None]:
    """While `result.get()` may or may not wait."""
    token = _join_allowed.set(allowed)
    try:
        yield
    finally:
        _join_allowed.reset(token)


def get_current_app() -> Celery:
    """The app of this process; one named `default` where the program has made none."""
    memory = state()
    if memory.current_app is None:
        from celery.app.base import Celery

        memory.current_app = Celery('default', set_as_current=False)
    return memory.current_app


class Proxy:
    """Stands for an object that is looked up at each use."""

    __slots__ = ('_find',)

    def __init__(self, find: Callable[[], Any]) -> None:
        object.__setattr__(self, '_find', find)

    def _get_current_object(self) -> Any:
        """The object itself."""
        return object.__getattribute__(self, '_find')()

    @property  # type: ignore[misc]
    def __class__(self) -> type:  # type: ignore[override]
        return type(self._get_current_object())

    @property
    def __doc__(self) -> str | None:  # type: ignore[override]
        return self._get_current_object().__doc__

    def __getattr__(self, name: str) -> Any:
        return getattr(self._get_current_object(), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._get_current_object(), name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self._get_current_object(), name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._get_current_object()(*args, **kwargs)

    def __bool__(self) -> bool:
        return bool(self._get_current_object())

    def __eq__(self, other: object) -> bool:
        return bool(self._get_current_object() == other)

    def __hash__(self) -> int:
        return hash(self._get_current_object())

    def __repr__(self) -> str:
        return repr(self._get_current_object())

    def __str__(self) -> str:
        return str(self._get_current_object())

    def __dir__(self) -> list[str]:
        return dir(self._get_current_object())
