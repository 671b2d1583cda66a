"""Running the body of a task: signals, handlers, and the answer for the simulation."""

from __future__ import annotations

from typing import Any, Protocol

from billiard.einfo import ExceptionInfo
from celery import _bridge, _exact, signals, states
from celery._state import enter, get_current_app, joining, leave, state
from celery.app.context import Context
from celery.app.task import Task
from celery.exceptions import Ignore, Reject, Retry, TaskPredicate
from celery.utils.serialization import get_pickleable_exception, rebuild
from kombu.exceptions import EncodeError
from kombu.utils.json import from_json

#: Handlers and signals that come after the result is stored.
_HANDLERS = frozenset({'on_success', 'on_failure', 'on_retry', 'after_return'})
_SIGNALS = (
    signals.task_success,
    signals.task_failure,
    signals.task_retry,
    signals.task_postrun,
    signals.task_internal_error,
)


def run_task(name: str, args: list[Any], kwargs: dict[str, Any], request: dict[str, Any]) -> Any:
    """Answer the question `task`: run the body in this process. What it returns or raises is the answer, unless
    handlers or receivers follow: then the simulation has heard of it already.
    """
    task = get_current_app().tasks[name]
    given_args, given_kwargs = from_json(args), from_json(kwargs)
    # Another serializer than JSON keeps a tuple.
    if request.pop('$tuple', False):
        given_args = tuple(given_args)
    context = Context.of_message(request, given_args, given_kwargs)
    entered = enter(task, context, _bridge.may_join())
    try:
        if _has_followers(task):
            trace(task, context, given_args, given_kwargs, _InWorker(task, context))
            return None
        return _run_alone(task, context, given_args, given_kwargs)
    finally:
        leave(entered)


def _has_followers(task: Task) -> bool:
    """Whether anything of the program's own wants to hear how a task ended."""
    kind = type(task)
    if (
        kind.on_success is not Task.on_success
        or kind.on_failure is not Task.on_failure
        or kind.on_retry is not Task.on_retry
        or kind.after_return is not Task.after_return
        or not _HANDLERS.isdisjoint(vars(task))
    ):
        return True
    return bool(state().receivers) and any(signal.has_listeners(task) for signal in _SIGNALS)


def _run_alone(task: Task, context: Context, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """Nothing follows the body: its end is the answer."""
    try:
        _send_prerun(task, context, args, kwargs)
        task.before_start(context.id, args, kwargs)  # type: ignore[arg-type]
        return _call(task, context, args, kwargs)
    except TaskPredicate:
        raise
    except Exception as exc:
        kept = _kept(task, context, exc)
        if kept is exc:
            raise
        # Celery passes on only what can be built again (rule 5.58).
        raise kept from None


def _kept(task: Task, context: Context, exc: BaseException) -> BaseException:
    """What of an exception goes on: itself, or what can be built again of it."""
    kept = get_pickleable_exception(exc)
    _remember(task, context, exc, kept)
    return kept if kept is exc else kept.with_traceback(exc.__traceback__)


class Ends(Protocol):
    """What becomes of a task whose body is over: in a worker, or where it was called."""

    #: An exception leaves at once, without handlers (rule 4.47).
    propagate: bool
    #: An exception of a handler is the caller's (rule 4.10 is for workers).
    raises: bool

    def done(self, value: Any) -> None:
        """It returned: callbacks leave, the result is stored."""

    def failed(self, exc: BaseException, internal: bool) -> BaseException:
        """It raised: that is stored, errbacks are called. What the handlers hear of."""

    def commanded(self, exc: TaskPredicate) -> None:
        """It raised Retry, Ignore or Reject."""

    def conclude(self) -> None:
        """Celery's own line about it is due."""


class _InWorker:
    """The simulation does it, while the body's stack waits."""

    propagate = False
    raises = False

    def __init__(self, task: Task, context: Context) -> None:
        self._task = task
        self._context = context
        self._began = _bridge.body_began()

    def done(self, value: Any) -> None:
        _bridge.body_returned(self._began, value, run_errback)

    def failed(self, exc: BaseException, internal: bool) -> BaseException:
        kept = _kept(self._task, self._context, exc)
        _bridge.body_raised(self._began, kept, internal, run_errback)
        return kept

    def commanded(self, exc: TaskPredicate) -> None:
        _bridge.body_raised(self._began, exc, False, run_errback)

    def conclude(self) -> None:
        if signals.task_postrun.has_listeners(self._task) or _is_overridden(self._task, 'after_return'):
            _bridge.write_last_line()


#: States without `after_return` (rules 4.7 to 4.9).
_UNFINISHED = frozenset({states.RETRY, states.IGNORED, states.REJECTED})


def trace(task: Task, request: Context, args: list[Any], kwargs: dict[str, Any], ends: Ends) -> tuple[str, Any]:
    """Run a body between its signals and handlers, in the order of rules 4.4 to 4.11. Its state and value."""
    try:
        return _trace(task, request, args, kwargs, ends)
    except Reject:
        raise
    except Exception as exc:
        _send_internal_error(task, request, exc)
        if ends.raises:
            raise
        try:
            _after_failure(task, request, exc, ends, internal=True)
        except Exception as again:
            _send_internal_error(task, request, again)
        return states.FAILURE, exc


def _trace(task: Task, request: Context, args: list[Any], kwargs: dict[str, Any], ends: Ends) -> tuple[str, Any]:
    status: Any = None
    value: Any = None
    try:
        _send_prerun(task, request, args, kwargs)
        status, value = _run_body(task, request, args, kwargs, ends)
        if status not in _UNFINISHED:
            task.after_return(status, value, request.id, args, kwargs, None)  # type: ignore[arg-type]
        return status, value
    except _Outside as outside:
        status, value = states.SUCCESS, outside.value
        raise outside.error from None
    finally:
        signals.task_postrun.send(
            sender=task,
            task_id=request.id,
            task=task,
            args=args,
            kwargs=kwargs,
            retval=value,
            state=status,
        )


class _Outside(Exception):
    """An exception that came after the body had returned this value."""

    def __init__(self, value: Any, error: BaseException) -> None:
        self.value = value
        self.error = error


def _run_body(
    task: Task, request: Context, args: list[Any], kwargs: dict[str, Any], ends: Ends
) -> tuple[str, Any]:
    try:
        task.before_start(request.id, args, kwargs)  # type: ignore[arg-type]
        value = _call(task, request, args, kwargs)
    except Reject as exc:
        ends.commanded(exc)
        ends.conclude()
        return states.REJECTED, exc
    except Ignore as exc:
        ends.commanded(exc)
        ends.conclude()
        return states.IGNORED, exc
    except Retry as exc:
        if ends.propagate:
            raise
        _after_retry(task, request, exc, ends)
        return states.RETRY, exc
    except Exception as exc:
        if ends.propagate:
            raise
        _after_failure(task, request, exc, ends)
        return states.FAILURE, exc
    try:
        return _after_success(task, request, value, args, kwargs, ends)
    except Exception as exc:
        raise _Outside(value, exc) from exc


def _after_success(
    task: Task, request: Context, value: Any, args: Any, kwargs: Any, ends: Ends
) -> tuple[str, Any]:
    try:
        ends.done(value)
    except EncodeError as exc:
        _after_failure(task, request, exc, ends)
        return states.FAILURE, exc
    task.on_success(value, request.id, args, kwargs)  # type: ignore[arg-type]
    signals.task_success.send(sender=task, result=value)
    ends.conclude()
    return states.SUCCESS, value


def _after_failure(
    task: Task, request: Context, exc: BaseException, ends: Ends, internal: bool = False
) -> None:
    kept = ends.failed(exc, internal)
    einfo = ExceptionInfo(kept)
    task.on_failure(kept, request.id, request.args, request.kwargs, einfo)  # type: ignore[arg-type]
    signals.task_failure.send(
        sender=task,
        task_id=request.id,
        exception=kept,
        args=request.args,
        kwargs=request.kwargs,
        traceback=kept.__traceback__,
        einfo=einfo,
    )
    if not internal:
        ends.conclude()


def _after_retry(task: Task, request: Context, exc: Retry, ends: Ends) -> None:
    ends.commanded(exc)
    einfo = ExceptionInfo(exc)
    task.on_retry(exc.exc, request.id, request.args, request.kwargs, einfo)  # type: ignore[arg-type]
    signals.task_retry.send(sender=task, request=request, reason=exc, einfo=einfo)
    ends.conclude()


def _call(task: Task, request: Context, args: list[Any], kwargs: dict[str, Any]) -> Any:
    if type(task).__call__ is Task.__call__:
        return task.run(*args, **kwargs)
    request._entering = True  # type: ignore[attr-defined]
    return task(*args, **kwargs)


def _send_prerun(task: Task, request: Context, args: list[Any], kwargs: dict[str, Any]) -> None:
    if not state().receivers:
        return
    signals.task_prerun.send(sender=task, task_id=request.id, task=task, args=args, kwargs=kwargs)


def _send_internal_error(task: Task, request: Context, exc: BaseException) -> None:
    signals.task_internal_error.send(
        sender=task,
        task_id=request.id,
        args=request.args,
        kwargs=request.kwargs,
        request=request,
        exception=exc,
        traceback=exc.__traceback__,
        einfo=ExceptionInfo(exc),
    )


def _is_overridden(task: Task, handler: str) -> bool:
    return getattr(type(task), handler) is not getattr(Task, handler) or handler in vars(task)


def _remember(task: Task, context: Context, exc: BaseException, kept: BaseException) -> None:
    """Errbacks that run in this process get the exception itself; `classify` is asked outside of the body."""
    memory = state()
    memory.failures = {context.id: exc}
    listed = task.throws if isinstance(task.throws, tuple) else tuple(task.throws)
    memory.expected = kept if isinstance(exc, listed) else None


def run_errback(
    signature: dict[str, Any], request: dict[str, Any], error: dict[str, Any], traceback: str | None
) -> None:
    """Answer the question `errback`: call a function of (request, exc, traceback) here (rule 4.35)."""
    from celery.canvas import Signature

    failed = Context.of_message(
        request, from_json(request.get('args') or []), from_json(request.get('kwargs') or {})
    )
    exc = state().failures.get(failed.id)
    if exc is None or type(exc).__qualname__ != error['type']:
        exc = rebuild(
            {
                'exc_type': error['type'],
                'exc_module': error['module'],
                'exc_message': from_json(error['args']),
            }
        )
    errback = Signature.from_dict(signature)
    args = () if errback.immutable else (failed, exc, traceback)
    with joining(_bridge.may_join()):
        errback.type(*args, *from_json(list(errback.args)), **from_json(errback.kwargs))


def _pickled(exc: BaseException) -> dict[str, str]:
    """The exception itself, where results are pickled (rule 6.7)."""
    if not _exact.is_exact() or get_current_app().conf.result_serializer != 'pickle':
        return {}
    cause = exc.exc if isinstance(exc, Retry) else exc
    try:
        return {'pickled': _exact.pickled(cause)}
    except Exception:
        return {}


def classify(exc: BaseException) -> dict[str, Any]:
    """What the simulation must know of an exception that left a body, beyond the exception itself."""
    answer: dict[str, Any] = {'expected': state().expected is exc, **_pickled(exc)}
    if isinstance(exc, Retry):
        answer['command'] = {'kind': 'retry'}
    elif isinstance(exc, Reject):
        answer['command'] = {'kind': 'reject', 'reason': str(exc.reason), 'requeue': bool(exc.requeue)}
    elif isinstance(exc, Ignore):
        answer['command'] = {'kind': 'ignore', 'reason': str(exc)}
    return answer
