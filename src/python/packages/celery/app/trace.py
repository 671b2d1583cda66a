"""Running the body of a task: signals, handlers, and the answer for the simulation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from billiard.einfo import ExceptionInfo
from celery import _bridge, signals, states
from celery._state import get_current_app, joining, running, state
from celery.app.context import Context
from celery.app.task import Task
from celery.exceptions import Ignore, Reject, Retry, TaskPredicate
from celery.utils.serialization import get_pickleable_exception, rebuild
from kombu.utils.json import from_json

#: Handlers that Celery calls after it has stored the result; here they come a moment before.
_AFTER_STORING = ('on_success', 'on_failure', 'on_retry', 'after_return')


def run_task(name: str, args: list[Any], kwargs: dict[str, Any], request: dict[str, Any]) -> Any:
    """Answer the question `task`: run the body in this process. What it returns or raises is the answer."""
    task = get_current_app().tasks[name]
    given_args, given_kwargs = from_json(args), from_json(kwargs)
    context = Context.of_message(request, given_args, given_kwargs)
    with joining(_bridge.may_join()), running(task, context):
        try:
            return trace(task, context, given_args, given_kwargs)
        except TaskPredicate:
            raise
        except Exception as exc:
            kept = get_pickleable_exception(exc)
            _remember(task, context, exc, kept)
            if kept is exc:
                raise
            # Celery passes on only what can be built again (rule 5.58).
            raise kept.with_traceback(exc.__traceback__) from None


class Links(NamedTuple):
    """What an eager task itself does with its callbacks; a worker's simulation does it elsewhere."""

    #: An exception leaves at once, without handlers and signals (rule 4.47).
    propagate: bool
    succeeded: Callable[[Any], None]
    failed: Callable[[BaseException], None]


def trace(
    task: Task, request: Context, args: list[Any], kwargs: dict[str, Any], links: Links | None = None
) -> Any:
    """Call the body between its signals and handlers (rules 4.4 to 4.9)."""
    propagate = links is not None and links.propagate
    _note_early_handlers(task)
    sender: dict[str, Any] = {
        'sender': task,
        'task_id': request.id,
        'task': task,
        'args': args,
        'kwargs': kwargs,
    }
    signals.task_prerun.send(**sender)
    status, value = states.FAILURE, None
    try:
        task.before_start(request.id, args, kwargs)  # type: ignore[arg-type]
        value = _call(task, request, args, kwargs)
        if links is not None:
            links.succeeded(value)
        status = states.SUCCESS
        _succeeded(task, request, value, args, kwargs)
        return value
    except Retry as exc:
        status, value = states.RETRY, exc
        if not propagate:
            _retried(task, request, exc, args, kwargs)
        raise
    except Ignore as exc:
        status, value = states.IGNORED, exc
        raise
    except Reject as exc:
        status, value = states.REJECTED, exc
        raise
    except Exception as exc:
        value = exc
        if status == states.FAILURE and not propagate:
            if links is not None:
                links.failed(exc)
            _failed(task, request, exc, args, kwargs)
        raise
    finally:
        signals.task_postrun.send(**sender, retval=value, state=status)


def _call(task: Task, request: Context, args: list[Any], kwargs: dict[str, Any]) -> Any:
    if type(task).__call__ is Task.__call__:
        return task.run(*args, **kwargs)
    request._entering = True  # type: ignore[attr-defined]
    return task(*args, **kwargs)


def _succeeded(task: Task, request: Context, value: Any, args: Any, kwargs: Any) -> None:
    _guard(task, 'on_success', lambda: task.on_success(value, request.id, args, kwargs))  # type: ignore[arg-type]
    signals.task_success.send(sender=task, result=value)
    _guard(
        task,
        'after_return',
        lambda: task.after_return(states.SUCCESS, value, request.id, args, kwargs, None),  # type: ignore[arg-type]
    )


def _failed(task: Task, request: Context, exc: BaseException, args: Any, kwargs: Any) -> None:
    einfo = ExceptionInfo(exc)
    _guard(task, 'on_failure', lambda: task.on_failure(exc, request.id, args, kwargs, einfo))  # type: ignore[arg-type]
    signals.task_failure.send(
        sender=task,
        task_id=request.id,
        exception=exc,
        args=args,
        kwargs=kwargs,
        traceback=exc.__traceback__,
        einfo=einfo,
    )
    _guard(
        task,
        'after_return',
        lambda: task.after_return(states.FAILURE, exc, request.id, args, kwargs, None),  # type: ignore[arg-type]
    )


def _retried(task: Task, request: Context, exc: Retry, args: Any, kwargs: Any) -> None:
    einfo = ExceptionInfo(exc)
    reason = exc.exc if exc.exc is not None else exc
    _guard(task, 'on_retry', lambda: task.on_retry(reason, request.id, args, kwargs, einfo))  # type: ignore[arg-type]
    signals.task_retry.send(sender=task, request=request, reason=exc, einfo=einfo)


def _guard(task: Task, handler: str, call: Callable[[], None]) -> None:
    """Call a handler; its exception must not become the task's own (rule 4.11)."""
    if _is_overridden(task, handler):
        try:
            call()
        except Exception as exc:
            _bridge.note(
                f'The handler `{handler}` of `{task.name}` raised {exc!r}. This is not simulated yet: the task goes on.'
            )


def _is_overridden(task: Task, handler: str) -> bool:
    return getattr(type(task), handler) is not getattr(Task, handler) or handler in vars(task)


def _note_early_handlers(task: Task) -> None:
    for handler in _AFTER_STORING:
        if _is_overridden(task, handler):
            _bridge.note(
                f'The handler `{handler}` of `{task.name}` is called a moment before its result is stored, not after it.'
            )


def _remember(task: Task, request: Context, exc: BaseException, kept: BaseException) -> None:
    """Errbacks that run in this process get the exception itself; `classify` is asked outside of the body."""
    memory = state()
    memory.failures = {request.id: exc}
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


def classify(exc: BaseException) -> dict[str, Any]:
    """What the simulation must know of an exception that left a body, beyond the exception itself."""
    answer: dict[str, Any] = {'expected': state().expected is exc}
    if isinstance(exc, Retry):
        answer['command'] = {'kind': 'retry'}
    elif isinstance(exc, Reject):
        answer['command'] = {'kind': 'reject', 'reason': str(exc.reason), 'requeue': bool(exc.requeue)}
    elif isinstance(exc, Ignore):
        answer['command'] = {'kind': 'ignore', 'reason': str(exc)}
    return answer
