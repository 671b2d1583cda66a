"""Signals: functions of your own that are called when something happens.

@task_prerun.connect
def say(task_id, task, **kwargs):
    print('starts:', task.name)
"""

from __future__ import annotations

import inspect
import logging
import weakref
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from celery import _bridge
from celery._missing import attributes_of
from celery._state import state

__getattr__ = attributes_of(__name__)


#: Accepted with a note.
_UNSENT = frozenset(
    {
        'task_sent',
        'import_modules',
        'setup_logging',
        'after_setup_logger',
        'after_setup_task_logger',
        'heartbeat_sent',
        'user_preload_options',
        'eventlet_pool_started',
        'eventlet_pool_preshutdown',
        'eventlet_pool_postshutdown',
        'eventlet_pool_apply',
    }
)


class _Receiver(NamedTuple):
    key: Any
    sender: Any
    find: Callable[[], Callable[..., Any] | None]


class Signal:
    """Something that receivers can be connected to."""

    def __init__(
        self,
        providing_args: Iterable[str] | None = None,
        use_caching: bool = False,
        name: str | None = None,
    ) -> None:
        self.providing_args = set(providing_args or ())
        self.use_caching = use_caching
        self.name = name or f'signal {id(self):#x}'

    def connect(
        self,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        """Call a function when the signal is sent; also as decorator, `@signal.connect` or
        `@signal.connect(sender=add)`. The function must take `**kwargs`. It is held weakly unless `weak` is False.
        `dispatch_uid`: connected once under this name.
        """
        sender, weak, uid = kwargs.get('sender'), kwargs.get('weak', True), kwargs.get('dispatch_uid')

        def connected(receiver: Callable[..., Any]) -> Callable[..., Any]:
            self._add(receiver, sender, weak, uid)
            return receiver

        return connected(args[0]) if args and callable(args[0]) else connected

    def _add(self, receiver: Callable[..., Any], sender: Any, weak: bool, uid: Any) -> None:
        if not _takes_keywords(receiver):
            raise ValueError('Signal receiver must accept keyword arguments.')
        if self.name in _UNSENT:
            _bridge.note(
                f'The signal `{self.name}` is not sent in this sandbox yet: its receivers are never called.'
            )
        _bridge.tell('listen', signal=self.name)
        key = uid or id(receiver)
        receivers = self._receivers()
        if any(each.key == key and each.sender is sender for each in receivers):
            return
        receivers.append(_Receiver(key, sender, _reference(receiver, weak)))

    def disconnect(
        self,
        receiver: Callable[..., Any] | None = None,
        sender: Any = None,
        weak: bool | None = None,
        dispatch_uid: Any = None,
    ) -> bool:
        """Call a function no more; whether it was connected."""
        key = dispatch_uid or id(receiver)
        receivers = self._receivers()
        kept = [each for each in receivers if not (each.key == key and each.sender is sender)]
        found = len(kept) < len(receivers)
        receivers[:] = kept
        return found

    def connected(self) -> bool:
        """Whether any receiver is connected, for whatever sender."""
        return any(each.find() is not None for each in self._connected())

    def has_listeners(self, sender: Any = None) -> bool:
        """Whether a receiver would be called."""
        return bool(self._listeners(sender))

    def send(self, sender: Any, **named: Any) -> list[tuple[Callable[..., Any], Any]]:
        """Call the receivers; what each returned. An exception in one is logged and stops nothing (rule 4.64)."""
        answers = []
        for receiver in self._listeners(sender):
            try:
                answer = receiver(signal=self, sender=sender, **named)
            except Exception as exc:
                logging.getLogger('celery.utils.dispatch.signal').exception(
                    'Signal handler %r raised: %r', receiver, exc
                )
                answer = exc
            answers.append((receiver, answer))
        return answers

    send_robust = send

    def _connected(self) -> Sequence[_Receiver]:
        return state().receivers.get(self.name, ())

    def _receivers(self) -> list[_Receiver]:
        return state().receivers.setdefault(self.name, [])

    def _listeners(self, sender: Any) -> list[Callable[..., Any]]:
        found = []
        for each in self._connected():
            receiver = each.find()
            if receiver is not None and (each.sender is None or _same(each.sender, sender)):
                found.append(receiver)
        return found

    def __repr__(self) -> str:
        shown = f'{{{", ".join(map(repr, sorted(self.providing_args)))}}}' if self.providing_args else 'set()'
        return f'<Signal: {self.name} providing_args={shown}>'


def _takes_keywords(receiver: Callable[..., Any]) -> bool:
    parameters = inspect.signature(receiver).parameters.values()
    return any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters)


def _reference(receiver: Callable[..., Any], weak: bool) -> Callable[[], Callable[..., Any] | None]:
    if not weak:
        return lambda: receiver
    return weakref.WeakMethod(receiver) if inspect.ismethod(receiver) else weakref.ref(receiver)


def _same(wanted: Any, sender: Any) -> bool:
    return wanted is sender or wanted == sender or wanted == getattr(sender, 'name', None)


#: Before a task message is published; sender is the task's name.
before_task_publish = Signal(
    name='before_task_publish',
    providing_args={'body', 'declare', 'exchange', 'headers', 'properties', 'retry_policy', 'routing_key'},
)
#: After it was published.
after_task_publish = Signal(
    name='after_task_publish',
    providing_args={'body', 'exchange', 'routing_key'},
)
#: Before the body runs; sender is the task.
task_prerun = Signal(name='task_prerun', providing_args={'args', 'kwargs', 'task', 'task_id'})
#: After the body has run, whatever became of it.
task_postrun = Signal(
    name='task_postrun',
    providing_args={'args', 'kwargs', 'retval', 'task', 'task_id'},
)
#: The body returned.
task_success = Signal(name='task_success', providing_args={'result'})
#: The body raised.
task_failure = Signal(
    name='task_failure',
    providing_args={'args', 'einfo', 'exception', 'kwargs', 'task_id', 'traceback'},
)
#: The body will run again.
task_retry = Signal(name='task_retry', providing_args={'einfo', 'reason', 'request'})

task_received = Signal(name='task_received', providing_args={'request'})
task_revoked = Signal(
    name='task_revoked',
    providing_args={'expired', 'request', 'signum', 'terminated'},
)
task_rejected = Signal(name='task_rejected', providing_args={'exc', 'message'})
task_unknown = Signal(name='task_unknown', providing_args={'exc', 'id', 'message', 'name'})
task_internal_error = Signal(
    name='task_internal_error',
    providing_args={'args', 'einfo', 'exception', 'kwargs', 'request', 'task_id', 'traceback'},
)
task_sent = Signal(
    name='task_sent',
    providing_args={'args', 'eta', 'kwargs', 'task', 'task_id', 'taskset'},
)
import_modules = Signal(name='import_modules', providing_args=set())
worker_init = Signal(name='worker_init', providing_args=set())
worker_ready = Signal(name='worker_ready', providing_args=set())
worker_process_init = Signal(name='worker_process_init', providing_args=set())
worker_process_shutdown = Signal(name='worker_process_shutdown', providing_args=set())
worker_shutting_down = Signal(name='worker_shutting_down', providing_args=set())
worker_shutdown = Signal(name='worker_shutdown', providing_args=set())
worker_before_create_process = Signal(name='worker_before_create_process', providing_args=set())
heartbeat_sent = Signal(name='heartbeat_sent', providing_args=set())
celeryd_init = Signal(name='celeryd_init', providing_args={'conf', 'instance', 'options'})
celeryd_after_setup = Signal(name='celeryd_after_setup', providing_args={'conf', 'instance'})
beat_init = Signal(name='beat_init', providing_args=set())
beat_embedded_init = Signal(name='beat_embedded_init', providing_args=set())
setup_logging = Signal(
    name='setup_logging',
    providing_args={'colorize', 'format', 'logfile', 'loglevel'},
)
after_setup_logger = Signal(
    name='after_setup_logger',
    providing_args={'colorize', 'format', 'logfile', 'logger', 'loglevel'},
)
after_setup_task_logger = Signal(
    name='after_setup_task_logger',
    providing_args={'colorize', 'format', 'logfile', 'logger', 'loglevel'},
)
user_preload_options = Signal(name='user_preload_options', providing_args={'app', 'options'})
eventlet_pool_started = Signal(name='eventlet_pool_started', providing_args=set())
eventlet_pool_preshutdown = Signal(name='eventlet_pool_preshutdown', providing_args=set())
eventlet_pool_postshutdown = Signal(name='eventlet_pool_postshutdown', providing_args=set())
eventlet_pool_apply = Signal(
    name='eventlet_pool_apply',
    providing_args={'args', 'kwargs', 'target'},
)

__all__ = [name for name, value in list(globals().items()) if isinstance(value, Signal)]
