"""Signals that the simulation sends: their senders and arguments as Celery has them."""

from __future__ import annotations

from typing import Any

from celery import _bridge, signals
from celery._state import get_current_app
from celery.app.context import Context
from celery.utils.serialization import rebuild
from celery.worker import AsynPool, Consumer, Worker

_PARTS = {'worker': Worker, 'consumer': Consumer, 'pool': AsynPool}


def call_receivers(name: str, sender: dict[str, Any] | None, named: dict[str, Any]) -> None:
    """Answer the question `signal`."""
    getattr(signals, name).send(sender=_sender(sender), **_arguments(named))


def _sender(sender: dict[str, Any] | None) -> Any:
    if sender is None:
        return None
    kind = sender['kind']
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
        made['request'] = Context(
            request, name=request['task'], hostname=_bridge.process_name(), called_directly=False
        )
    if isinstance(made.get('exception'), dict):
        made['exception'] = rebuild(made['exception'])
    return made
