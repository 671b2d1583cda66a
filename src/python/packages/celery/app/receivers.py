"""Signals that the simulation sends: their senders and arguments as Celery has them."""

from __future__ import annotations

from typing import Any

from celery import _bridge, signals
from celery._state import get_current_app
from celery.app.context import Context
from celery.utils.serialization import rebuild
from celery.worker import AsynPool, Consumer, Worker

_PARTS = {'worker': Worker, 'consumer': Consumer, 'pool': AsynPool}


class Request(Context):
    """A request in a worker's main process, before a process runs it."""

    __module__ = 'celery.worker.request'

    @property
    def task_name(self) -> str:
        """Name of the task."""
        return self.task

    @property
    def task_id(self) -> str | None:
        """Id of the task."""
        return self.id

    @property
    def _Request__payload(self) -> tuple[Any, Any, dict[str, Any]]:
        """The body of the message: arguments, keyword arguments, and what comes after the task."""
        after = {key: getattr(self, key) for key in ('callbacks', 'errbacks', 'chain', 'chord')}
        return self.args, self.kwargs, after


def call_receivers(name: str, sender: dict[str, Any] | None, named: dict[str, Any]) -> None:
    """Answer the question `signal`."""
    getattr(signals, name).send(sender=_sender(sender), **_arguments(named))


def _sender(sender: dict[str, Any] | None) -> Any:
    if sender is None:
        return None
    kind = sender['kind']
    if kind == 'beat':
        from celery.beat import Service

        return Service(get_current_app())
    if kind == 'task':
        return get_current_app().tasks.get(sender['name'])
    return sender['name'] if kind == 'node' else _PARTS[kind]()


def _arguments(named: dict[str, Any]) -> dict[str, Any]:
    made = dict(named)
    if 'conf' in made:
        made['conf'] = get_current_app().conf
    if 'instance' in made:
        made['instance'] = Worker()
    if 'request' in made:
        request = named['request']
        made['request'] = Request(
            request, name=request['task'], hostname=_bridge.process_name(), called_directly=False
        )
    if isinstance(made.get('exception'), dict):
        made['exception'] = rebuild(made['exception'])
    return made
