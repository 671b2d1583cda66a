"""Signals: functions of your own that are called when something happens.

@task_prerun.connect
def say(task_id, task, **kwargs):
    print('starts:', task.name)
"""

from __future__ import annotations

import inspect
import logging
import weakref
from collections.abc import Callable
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
        'beat_init',
        'beat_embedded_init',
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

    def __init__(self, name: str) -> None:
        self.name = name

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
        return any(each.find() is not None for each in self._receivers())

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

    def _receivers(self) -> list[_Receiver]:
        return state().receivers.setdefault(self.name, [])

    def _listeners(self, sender: Any) -> list[Callable[..., Any]]:
        found = []
        for each in self._receivers():
            receiver = each.find()
            if receiver is not None and (each.sender is None or _same(each.sender, sender)):
                found.append(receiver)
        return found

    def __repr__(self) -> str:
        return f'<Signal: {self.name}>'


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
before_task_publish = Signal('before_task_publish')
#: After it was published.
after_task_publish = Signal('after_task_publish')
#: Before the body runs; sender is the task.
task_prerun = Signal('task_prerun')
#: After the body has run, whatever became of it.
task_postrun = Signal('task_postrun')
#: The body returned.
task_success = Signal('task_success')
#: The body raised.
task_failure = Signal('task_failure')
#: The body will run again.
task_retry = Signal('task_retry')

task_received = Signal('task_received')
task_revoked = Signal('task_revoked')
task_rejected = Signal('task_rejected')
task_unknown = Signal('task_unknown')
task_internal_error = Signal('task_internal_error')
task_sent = Signal('task_sent')
import_modules = Signal('import_modules')
worker_init = Signal('worker_init')
worker_ready = Signal('worker_ready')
worker_process_init = Signal('worker_process_init')
worker_process_shutdown = Signal('worker_process_shutdown')
worker_shutting_down = Signal('worker_shutting_down')
worker_shutdown = Signal('worker_shutdown')
worker_before_create_process = Signal('worker_before_create_process')
heartbeat_sent = Signal('heartbeat_sent')
celeryd_init = Signal('celeryd_init')
celeryd_after_setup = Signal('celeryd_after_setup')
beat_init = Signal('beat_init')
beat_embedded_init = Signal('beat_embedded_init')
setup_logging = Signal('setup_logging')
after_setup_logger = Signal('after_setup_logger')
after_setup_task_logger = Signal('after_setup_task_logger')
user_preload_options = Signal('user_preload_options')
eventlet_pool_started = Signal('eventlet_pool_started')
eventlet_pool_preshutdown = Signal('eventlet_pool_preshutdown')
eventlet_pool_postshutdown = Signal('eventlet_pool_postshutdown')
eventlet_pool_apply = Signal('eventlet_pool_apply')

__all__ = [name for name, value in list(globals().items()) if isinstance(value, Signal)]
