"""Running tasks where they are called: `apply()` and `task_always_eager` (rules 4.45 to 4.51)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from billiard.einfo import ExceptionInfo
from celery import _bridge, states
from celery._state import running
from celery.app.context import Context
from celery.exceptions import Retry, TaskPredicate
from celery.result import EagerResult, GroupResult
from celery.utils import uuid
from celery.utils.saferepr import saferepr

if TYPE_CHECKING:
    from celery.app.task import Task


def apply_eagerly(
    task: Task,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    *,
    link: Any,
    link_error: Any,
    task_id: str | None,
    retries: int,
    throw: bool,
    headers: dict[str, Any] | None,
) -> EagerResult:
    """Run a task, and its retries, here and now."""
    request = Context(
        id=task_id or uuid(),
        task=task.name,
        args=args,
        kwargs=kwargs,
        retries=retries,
        is_eager=True,
        called_directly=False,
        hostname=_bridge.process_name(),
        callbacks=_listed(link),
        errbacks=_listed(link_error),
        headers=headers,
        ignore_result=False,
        delivery_info={'is_eager': True, 'exchange': None, 'routing_key': None, 'priority': None},
        **(headers or {}),
    )
    outcome = _run(task, request, throw)
    if isinstance(outcome, _NextTry):
        return apply_eagerly(
            task,
            outcome.args,
            outcome.kwargs,
            link=link,
            link_error=link_error,
            task_id=request.id,
            retries=retries + 1,
            throw=throw,
            headers=headers,
        )
    return outcome


class _NextTry:
    def __init__(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self.args = args
        self.kwargs = kwargs


def _run(task: Task, request: Context, throw: bool) -> EagerResult | _NextTry:
    from celery.app.trace import trace

    _bridge.tell('eager', moment='started', id=request.id, name=task.name, retries=request.retries)
    try:
        with running(task, request):
            state, value = trace(task, request, request.args, request.kwargs, _Here(request, throw))  # type: ignore[arg-type]
    except Exception as exc:
        _tell_end(request, states.RETRY if isinstance(exc, Retry) else states.FAILURE, exc, thrown=True)
        raise
    _tell_end(request, state, value, thrown=False)
    if isinstance(value, Retry) and isinstance(value.sig, _NextTry):
        return value.sig
    traceback = ExceptionInfo(value).traceback if state == states.FAILURE else None
    return EagerResult(request.id, value, state, traceback, task.name)  # type: ignore[arg-type]


class _Here:
    """What becomes of a task that runs where it was called."""

    raises = True

    def __init__(self, request: Context, propagate: bool) -> None:
        self.propagate = propagate
        self._request = request

    def done(self, value: Any) -> None:
        _call_callbacks(self._request, value)

    def failed(self, exc: BaseException, internal: bool) -> BaseException:
        _call_errbacks(self._request, exc)
        return exc

    def commanded(self, exc: TaskPredicate) -> None:
        """Nothing is stored."""

    def conclude(self) -> None:
        """Nothing is logged."""


def _tell_end(request: Context, state: str, value: Any, thrown: bool) -> None:
    _bridge.tell('eager', moment='ended', id=request.id, state=state, repr=saferepr(value), thrown=thrown)


def _call_callbacks(request: Context, value: Any) -> None:
    for callback in request.callbacks or ():
        callback.apply_async((value,))


def _call_errbacks(request: Context, exc: BaseException) -> None:
    from celery.app.definition import definition

    for errback in request.errbacks or ():
        task = errback.app.tasks.find(errback.task)
        if task is not None and definition(task)['newStyleErrback']:
            errback(request, exc, ExceptionInfo(exc).traceback)
        else:
            errback.apply_async((request.id,))


def next_eager_try(task: Task, request: Context, exc: BaseException | None, asked: dict[str, Any]) -> Retry:
    """The Retry that makes an eager task run again at once; raises when no try is left (rule 4.48)."""
    most = task.max_retries if asked.get('max_retries') is None else asked['max_retries']
    if most is not None and request.retries + 1 > most:
        shown = f'args:{request.args} kwargs:{request.kwargs}'
        task._give_up(exc, f"Can't retry {task.name}[{request.id}] {shown}", request)
    args = request.args if asked.get('args') is None else asked['args']
    kwargs = request.kwargs if asked.get('kwargs') is None else asked['kwargs']
    pause = task.default_retry_delay if asked.get('countdown') is None else asked['countdown']
    return Retry(
        exc=exc,
        when=asked.get('eta') or pause,
        is_eager=True,
        sig=_NextTry(tuple(args or ()), dict(kwargs or {})),
    )


def chain_eagerly(chain: Any, args: Any, kwargs: Any, options: dict[str, Any]) -> Any:
    """Run a chain step by step; a step that fails raises (rule 4.49)."""
    last: Any = None
    given, named = tuple(args or ()), dict(kwargs or {})
    for step in chain.tasks:
        # A clone of a chain or a group forgets arguments, and a chord's own are not used (xfail in Celery's suite).
        step = step.clone(given, named) if last is None else step.clone()
        result = step.apply(() if last is None else (last.get(),), {}, **{**chain.options, **options})
        result.parent, last = last, result
    return last


def group_eagerly(group: Any, args: Any, kwargs: Any, options: dict[str, Any]) -> GroupResult:
    """Run the tasks of a group one after the other."""
    kept = {key: value for key, value in options.items() if key == 'throw'}
    return GroupResult(uuid(), [each.apply(args, kwargs, **kept) for each in group.tasks], app=group.app)


def chord_eagerly(chord: Any, args: Any, kwargs: Any, body: Any, propagate: bool) -> Any:
    """Run the header, then the body with its values."""
    values = [each.apply(args, kwargs).get(propagate=propagate) for each in chord._members()]
    return body.apply((values,))


def _listed(links: Any) -> list[Any] | None:
    from celery.canvas import maybe_signature

    if not links:
        return None
    found = links if isinstance(links, (list, tuple)) else [links]
    return [maybe_signature(each) for each in found]
