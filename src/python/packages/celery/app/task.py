"""The class of all tasks."""

from __future__ import annotations

import datetime as dt
import importlib
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from celery import _bridge, _exact, _simulated, _wire, canvas
from celery._state import (
    frames,
    get_current_app,
    joining,
    pop_request,
    push_request,
    request_of,
    running,
)
from celery.app.context import Context
from celery.app.definition import TOLD_ATTRIBUTES
from celery.app.publishing import publish_plain
from celery.exceptions import Ignore, MaxRetriesExceededError, OperationalError, Retry
from celery.result import AsyncResult, EagerResult
from celery.states import EXCEPTION_STATES
from celery.utils.serialization import describe
from kombu.serialization import dumps, loads

if TYPE_CHECKING:
    from celery.app.base import Celery
    from celery.canvas import Signature, chunks, xmap, xstarmap

__all__ = ['Context', 'Task']

#: What a task may have of its own that sends it otherwise.
_OWN_WAYS = frozenset({'apply_async', 'shadow_name'})


class _FromSettings:
    """An attribute that follows a setting until the task has its own."""

    def __init__(self, setting: str, default: Any = None) -> None:
        self._setting = setting
        self._default = default

    def __get__(self, task: Task | None, owner: type[Task]) -> Any:
        # The class itself, before it belongs to an app.
        if task is None and owner._app is None:
            return self._default
        return owner.app.conf.get(self._setting, self._default)


class _App:
    """The app of a task: its own, else the current one."""

    def __get__(self, task: Task | None, owner: type[Task]) -> Celery:
        return owner._app or get_current_app()

    def __set__(self, task: Task, app: Celery) -> None:
        type(task)._app = app


class Task:
    """A task: something that can be called now (`add(1, 2)`) or sent to a worker (`add.delay(1, 2)`).

    `@app.task` makes one of a function. For attributes and handlers of your own write a subclass and give it
    as `base=`, or write `run()` yourself and register it with `app.register_task(MyTask())`.
    """

    MaxRetriesExceededError: ClassVar[type[MaxRetriesExceededError]] = MaxRetriesExceededError
    OperationalError: ClassVar[type[OperationalError]] = OperationalError

    #: Name of the task, `module.function` unless given.
    name: str = None  # type: ignore[assignment]
    #: The app that it belongs to.
    app: Celery = _App()  # type: ignore[assignment]
    _app: Celery | None = None
    #: A base class, not a task of its own.
    abstract: bool = True
    #: Tries after the first; None is for ever.
    max_retries: int | None = 3
    #: Seconds before the next try.
    default_retry_delay: float = 3 * 60
    #: Exceptions that make it try again by itself.
    autoretry_for: tuple[type[BaseException], ...] = ()
    #: Exceptions that do not, although `autoretry_for` names a base class of theirs.
    dont_autoretry_for: tuple[type[BaseException], ...] = ()
    #: Arguments for the retries of `autoretry_for`: `countdown`, `max_retries`...
    retry_kwargs: dict[str, Any] = {}
    #: Double the pause at each try; a number is the first pause in seconds.
    retry_backoff: bool | int = False
    #: The longest pause, in seconds.
    retry_backoff_max: int = 600
    #: Take a random pause up to the computed one, so that not all come back at once.
    retry_jitter: bool = True
    #: Exceptions that are expected: the worker logs them without a traceback.
    throws: tuple[type[BaseException], ...] = ()
    #: Check the arguments when the task is sent.
    typing: bool = _FromSettings('strict_typing', True)  # type: ignore[assignment]
    #: The worker's classes for requests and for what becomes of a message: not exchanged here.
    Request: str = 'celery.worker.request:Request'
    Strategy: str = 'celery.worker.strategy:default'
    #: At most so many a second, minute or hour: `10/m`.
    rate_limit: str | None = _FromSettings('task_default_rate_limit')  # type: ignore[assignment]
    #: Do not store the result.
    ignore_result: bool = _FromSettings('task_ignore_result', False)  # type: ignore[assignment]
    #: Store exceptions although results are ignored.
    store_errors_even_if_ignored: bool = _FromSettings('task_store_errors_even_if_ignored', False)  # type: ignore[assignment]
    #: Store STARTED when it starts.
    track_started: bool = _FromSettings('task_track_started', False)  # type: ignore[assignment]
    #: Acknowledge the message after the task, not before it.
    acks_late: bool = _FromSettings('task_acks_late', False)  # type: ignore[assignment]
    acks_on_failure_or_timeout: bool = _FromSettings('task_acks_on_failure_or_timeout', True)  # type: ignore[assignment]
    #: Give the message back if the process dies under the task (with `acks_late`).
    reject_on_worker_lost: bool | None = _FromSettings('task_reject_on_worker_lost')  # type: ignore[assignment]
    serializer: str = _FromSettings('task_serializer', 'json')  # type: ignore[assignment]
    priority: int | None = _FromSettings('task_default_priority')  # type: ignore[assignment]
    #: Seconds until the process is killed, and until SoftTimeLimitExceeded is raised in it.
    time_limit: float | None = None
    soft_time_limit: float | None = None
    #: Seconds after which it need not start any more.
    expires: float | dt.datetime | None = None
    #: Keep the results of what it sends as its children.
    trail: bool = True
    send_events: bool = True
    resultrepr_maxsize: int = 1024

    #: Whether it was made of a function, and of which.
    _function: Any = None
    _bound: bool = False
    _registered: bool = False

    @classmethod
    def bind(cls, app: Celery) -> Celery:
        """Make the class a task of this app."""
        cls._app = app
        return app

    @classmethod
    def on_bound(cls, app: Celery) -> None:
        """Called when the task becomes part of an app."""

    # Calling

    def run(self, *args: Any, **kwargs: Any) -> Any:
        """The body of the task."""
        raise NotImplementedError('Tasks must define the run method.')

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the body here and now, without a worker."""
        if self._enters():
            return self.run(*args, **kwargs)
        if not frames() and _bridge.role() == 'client':
            _note_direct_call(self, args, kwargs)
        with running(self, Context(args=args, kwargs=kwargs)):
            return self.run(*args, **kwargs)

    def _enters(self) -> bool:
        """Whether the `__call__` of a subclass, called by the worker, has just come here."""
        found = frames()
        return bool(found) and found[-1].task is self and bool(vars(found[-1].request).pop('_entering', False))

    def delay(self, *args: Any, **kwargs: Any) -> AsyncResult:
        """Send the task to a worker: `add.delay(2, 3)` is `add.apply_async((2, 3))`."""
        kind = type(self)
        # An `apply_async` of the learner's is called, wherever it stands.
        if kind._app is not None and _OWN_WAYS.isdisjoint(self.__dict__):
            if kind.apply_async is Task.apply_async and kind.shadow_name is Task.shadow_name:
                sent = publish_plain(kind._app, self.name, args, kwargs)
                if sent is not None:
                    return sent
        return self.apply_async(args, kwargs)

    def apply_async(
        self,
        args: Iterable[Any] | None = None,
        kwargs: dict[str, Any] | None = None,
        task_id: str | None = None,
        producer: Any = None,
        link: Any = None,
        link_error: Any = None,
        shadow: str | None = None,
        **options: Any,
    ) -> AsyncResult:
        """Send the task to a worker, with options.

        countdown: seconds to wait before it runs. eta: the moment instead. expires: seconds, or a moment, after
        which it need not start any more. queue, exchange, routing_key: where to. priority: its urgency.
        headers: headers of your own. link: signatures to call with the result. link_error: when it fails.
        task_id: an id of your own. shadow: another name for logs. serializer: how the message is written. compression:
        how it is packed. time_limit, soft_time_limit: seconds that this call may take. ignore_result: keep no result.
        retry: try again to send it when the broker does not answer. retry_policy: how often, and after how long.
        args, kwargs: the arguments of the task. Raises TypeError for wrong arguments and `kombu.exceptions.EncodeError`
        for values that JSON cannot hold.
        """
        named = {'task_id': task_id, 'link': link, 'link_error': link_error, **options}
        given = {key: value for key, value in named.items() if value is not None}
        app = self.app
        if app.conf.task_always_eager:
            return self._apply_here(args, kwargs, given)
        shown = shadow or self.shadow_name(args or (), kwargs or {}, given)
        if shown is not None:
            given['shadow'] = shown
        return app._send(self.name, self._checked(args), self._checked_names(kwargs), given)

    def _checked(self, args: Any) -> Any:
        """Rule 1.6, for what the simulation would not see any more."""
        if args is not None and not isinstance(args, Iterable):
            kind = type(args).__name__
            raise TypeError(f'{self.name}() argument after * must be an iterable, not {kind}')
        return args

    def _checked_names(self, kwargs: Any) -> Any:
        if kwargs is not None and self.typing and not isinstance(kwargs, Mapping):
            kind = type(kwargs).__name__
            raise TypeError(f'{self.name}() argument after ** must be a mapping, not {kind}')
        return kwargs

    def _apply_here(self, args: Any, kwargs: Any, options: dict[str, Any]) -> EagerResult:
        """`task_always_eager`: arguments are written and read as in a message (rule 4.45)."""
        given = self._checked(args) or ()
        _bridge.tell('check', task=self.name, args=[None for _ in given], kwargs=dict.fromkeys(kwargs or {}))
        serializer = options.get('serializer') or self.app.conf.task_serializer
        content_type, encoding, data = dumps((args or (), kwargs or {}), serializer)
        sent_args, sent_kwargs = loads(data, content_type, encoding, accept=[content_type])
        kept = {key: options[key] for key in ('task_id', 'link', 'link_error', 'headers') if key in options}
        with joining(False):
            return self.apply(sent_args, sent_kwargs, **kept)

    def apply(
        self,
        args: Iterable[Any] | None = None,
        kwargs: dict[str, Any] | None = None,
        link: Any = None,
        link_error: Any = None,
        task_id: str | None = None,
        retries: int | None = None,
        throw: bool | None = None,
        logfile: Any = None,
        loglevel: Any = None,
        headers: dict[str, Any] | None = None,
        **options: Any,
    ) -> EagerResult:
        """Run the task here and wait for it; its exception is kept in the result unless `throw` is true."""
        from celery.app.eager import apply_eagerly

        return apply_eagerly(
            self,
            tuple(args or ()),
            dict(kwargs or {}),
            link=link,
            link_error=link_error,
            task_id=task_id,
            retries=retries or 0,
            throw=self.app.conf.task_eager_propagates if throw is None else throw,
            headers=headers,
        )

    def shadow_name(self, args: Any, kwargs: Any, options: dict[str, Any]) -> str | None:
        """Override it to give calls another name in logs."""
        return None

    # Signatures

    def s(self, *args: Any, **kwargs: Any) -> Signature:
        """A call for later: `add.s(2, 2)`. A callback's arguments come before these."""
        return self.signature(args, kwargs)

    def si(self, *args: Any, **kwargs: Any) -> Signature:
        """A call for later that takes no other arguments: in a chain it ignores the result before it."""
        return self.signature(args, kwargs, immutable=True)

    def signature(self, args: Iterable[Any] | None = None, *starargs: Any, **starkwargs: Any) -> Signature:
        """A call for later with options: `add.signature((2, 2), countdown=10)`."""
        starkwargs.setdefault('app', self.app)
        return canvas.signature(self, args, *starargs, **starkwargs)

    subtask = signature

    def map(self, it: Iterable[Any]) -> xmap:
        """One task that calls this one with each item, one after the other."""
        return canvas.xmap(self.s(), it, app=self.app)

    def starmap(self, it: Iterable[Any]) -> xstarmap:
        """The same, each item being the arguments."""
        return canvas.xstarmap(self.s(), it, app=self.app)

    def chunks(self, it: Iterable[Any], n: int) -> chunks:
        """Tasks of `n` items each."""
        return canvas.chunks(self.s(), it, n, app=self.app)

    # While it runs

    @property
    def request(self) -> Context:
        """The request that runs here now: `self.request.id`, `self.request.retries`..."""
        return request_of(self) or Context()

    def push_request(self, *args: Any, **kwargs: Any) -> None:
        """Let a request of your own stand for `self.request`: for tests of a task's body."""
        push_request(self, Context(*args, **kwargs))

    def pop_request(self) -> Context | None:
        """Take away the request that was pushed last."""
        return pop_request(self)

    def signature_from_request(
        self,
        request: Context | None = None,
        args: Iterable[Any] | None = None,
        kwargs: dict[str, Any] | None = None,
        queue: str | None = None,
        **extra_options: Any,
    ) -> Signature:
        """The call that this request came from, for sending it again (rule 4.22)."""
        found = self.request if request is None else request
        options = {**found.as_execution_options(), **extra_options}
        came = found.delivery_info or {}
        if came.get('priority') is not None:
            options['priority'] = came['priority']
        if queue or (came.get('exchange') == '' and came.get('routing_key')):
            options['queue'] = queue or came['routing_key']
        else:
            options.update(came)
        return self.signature(
            found.args if args is None else args,
            found.kwargs if kwargs is None else kwargs,
            options,
            type=self,
            **extra_options,
        )

    def retry(
        self,
        args: Iterable[Any] | None = None,
        kwargs: dict[str, Any] | None = None,
        exc: BaseException | None = None,
        throw: bool = True,
        eta: dt.datetime | None = None,
        countdown: float | None = None,
        max_retries: int | None = None,
        **options: Any,
    ) -> Retry:
        """Run the task once more, later: `raise self.retry(exc=exc, countdown=60)`.

        It raises Retry by itself, so nothing after it runs; with `throw=False` it returns. When no try is left it
        raises `exc`, or MaxRetriesExceededError where none was given.
        """
        request = self.request
        if request.called_directly:
            _raise_in_context(exc or Retry('Task can be retried', None))
        asked = {
            'args': args,
            'kwargs': kwargs,
            'eta': eta,
            'countdown': countdown,
            'max_retries': max_retries,
        }
        retry = self._next_try(request, exc, auto=False, asked=asked, options=options)
        if throw:
            raise retry
        return retry

    def _retry_by_itself(self, exc: BaseException) -> Retry:
        """The retry of `autoretry_for`; raises `exc` when no try is left (rules 4.27, 4.28)."""
        request = self.request
        if request.called_directly:
            raise exc
        asked = dict(self.retry_kwargs)
        options = {key: asked.pop(key) for key in list(asked) if key not in _RETRY_ARGUMENTS}
        return self._next_try(request, exc, auto=True, asked=asked, options=options)

    def _next_try(
        self,
        request: Context,
        exc: BaseException | None,
        auto: bool,
        asked: dict[str, Any],
        options: dict[str, Any],
    ) -> Retry:
        if request.is_eager:
            from celery.app.eager import next_eager_try

            return next_eager_try(self, request, exc, asked)
        args, kwargs = asked.get('args'), asked.get('kwargs')
        reprs = {'argsrepr': args, 'kwargsrepr': kwargs}
        heard = _bridge.tell_here(
            'retry',
            args=None if args is None else _wire.encode_args(args),
            kwargs=None if kwargs is None else _wire.encode_kwargs(kwargs),
            **{key: _wire.short_repr(value) for key, value in reprs.items() if value is not None},
            error=None if exc is None else describe(exc),
            countdown=asked.get('countdown'),
            eta=_wire.option(asked.get('eta')),
            maxRetries=asked.get('max_retries'),
            auto=auto,
            options=_wire.Codec(live=False).options(options),
        )
        if heard['kind'] == 'exceeded':
            self._give_up(exc, heard['message'], request)
        when = asked.get('eta') or heard['countdown']
        if asked.get('countdown') is not None and not auto:
            when = asked.get('eta') or asked['countdown']
        return Retry(exc=exc, when=when)

    def _give_up(self, exc: BaseException | None, message: str, request: Context) -> NoReturn:
        if exc is not None:
            _raise_in_context(exc)
        raise self.MaxRetriesExceededError(message, task_args=request.args, task_kwargs=request.kwargs)

    def replace(self, sig: Signature) -> Any:
        """Let another task, or a whole canvas, take the place of this one: `return self.replace(add.s(1, 2))`.

        It gets this task's id, links and place in chain and chord.
        """
        return self.on_replace(sig)

    def on_replace(self, sig: Signature) -> Any:
        """Override it to see what takes the place of the task; call it to send that."""
        if self.request.is_eager:
            return sig.apply().get()
        heard = _bridge.tell_here('replace', signature=_wire.Codec(live=False).signature(sig))
        raise Ignore(heard.get('message', 'Replaced by new task'))

    def add_trail(self, result: Any) -> Any:
        """Keep a result as a child of this task's; what it sends by itself is kept already."""
        if self.trail:
            request = self.request
            request.children = [*(request.children or ()), result]
            _bridge.tell('trail', result=_wire.encode(result.as_tuple(), tuples=False))
        return result

    def update_state(
        self, task_id: str | None = None, state: str | None = None, meta: Any = None, **kwargs: Any
    ) -> None:
        """Store a state of your own: `self.update_state(state='PROGRESS', meta={'done': 3})`."""
        target = self.request.id if task_id is None else task_id
        self.backend.store_result(target, meta, state)

    def add_to_chord(self, sig: Signature, lazy: bool = False) -> Any:
        """Add a task to the chord that this one belongs to: the chord's body waits for it too. It is sent at once,
        unless `lazy`: then `delay()` is up to you.
        """
        request = self.request
        if not request.chord:
            raise ValueError('Current task is not member of any chord')
        sig.set(
            group_id=request.group,
            group_index=request.group_index,
            chord=request.chord,
            root_id=request.root_id,
        )
        result = sig.freeze()
        self.backend.add_to_chord(request.group, result)
        return sig if lazy else sig.delay()

    def send_event(self, type_: str, retry: bool = True, retry_policy: Any = None, **fields: Any) -> None:
        """Send an event of your own, with the id of this task and these fields."""
        hostname = self.request.hostname
        said = {'uuid': self.request.id, **_wire.encode_kwargs(fields)}
        _bridge.tell('event', type=type_, hostname=hostname, fields=said)

    def AsyncResult(self, task_id: str, **kwargs: Any) -> AsyncResult:
        """The result of a task by its id."""
        return self.app.AsyncResult(task_id, task_name=self.name, **kwargs)

    @property
    def backend(self) -> Any:
        """The result backend of the app."""
        return self.app.backend

    # Handlers

    def before_start(self, task_id: str, args: Any, kwargs: Any) -> None:
        """Override it: called by the worker before the body."""

    def on_success(self, retval: Any, task_id: str, args: Any, kwargs: Any) -> None:
        """Override it: called after the body has returned."""

    def on_retry(self, exc: BaseException, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        """Override it: called when the task will run again."""

    def on_failure(self, exc: BaseException, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        """Override it: called after the body has raised."""

    def after_return(self, status: str, retval: Any, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        """Override it: called after success and failure."""

    def __setattr__(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)
        if self._registered and name in TOLD_ATTRIBUTES:
            _simulated.check_task_options(self.name, {name: value})
            self.app._tell_task(self)

    def __reduce__(self) -> Any:
        # A task is one object in each process: what travels is its name, and where it is defined.
        return _task_named, (self.name, type(self).__module__)

    def __repr__(self) -> str:
        kind = 'task' if self._registered or self._function is not None else 'unbound task'
        return f'<@{kind}: {self.name} of {self.app.main or "__main__"} at {id(self):#x}>'

    @property
    def __name__(self) -> str:  # type: ignore[override]
        function = self._function
        return function.__name__ if function is not None else str(type(self).__name__)


def _note_direct_call(task: Task, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Mistake 10.10: a task that is called like a function runs here."""
    name = task.__name__
    shown = ', '.join((*map(_wire.short_repr, args), *(f'{key}={_wire.short_repr(kwargs[key])}' for key in kwargs)))
    _bridge.note_mistake('called-directly', call=f'{name}({shown})', delay=f'{name}.delay({shown})')


def _task_named(name: str, module: str | None = None) -> Task:
    """The task of this process, as it comes out of a pickle."""
    if module:
        importlib.import_module(module)
    return get_current_app().tasks[name]


_RETRY_ARGUMENTS = frozenset({'args', 'kwargs', 'eta', 'countdown', 'max_retries'})


def _raise_in_context(exc: BaseException) -> NoReturn:
    """Raise an exception that names the one being handled as its cause."""
    handled = sys.exception()
    if handled is None or handled is exc:
        raise exc
    raise exc from handled


def stored_value(result: Any, state: str | None) -> Any:
    """What `update_state` and `store_result` put into the backend."""
    if state in EXCEPTION_STATES and isinstance(result, BaseException):
        info = describe(result)
        return {'exc_type': info['type'], 'exc_message': info['args'], 'exc_module': info['module']}
    if _exact.is_exact():
        return _exact.for_result(result, get_current_app().conf.result_serializer)
    return _wire.encode(result, tuples=False)


def without_unset(options: dict[str, Any]) -> dict[str, Any]:
    """Options of a decorator; None does not keep a setting from giving the task its attribute."""
    if None not in options.values():
        return options
    follows = {name for name, attribute in vars(Task).items() if isinstance(attribute, _FromSettings)}
    return {name: value for name, value in options.items() if value is not None or name not in follows}
