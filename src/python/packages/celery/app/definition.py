"""What the simulation is told about a task."""

from __future__ import annotations

import inspect
import sys
from typing import TYPE_CHECKING, Any

from celery import _wire

if TYPE_CHECKING:
    from celery.app.task import Task

#: Attributes that decide how a task is sent and run; exceptions to watch for stay in Python.
TOLD_ATTRIBUTES = frozenset(
    {
        'acks_late',
        'acks_on_failure_or_timeout',
        'compression',
        'default_retry_delay',
        'delivery_mode',
        'exchange',
        'expires',
        'ignore_result',
        'immediate',
        'mandatory',
        'max_retries',
        'priority',
        'queue',
        'rate_limit',
        'reject_on_worker_lost',
        'resultrepr_maxsize',
        'retry_backoff',
        'retry_backoff_max',
        'retry_jitter',
        'retry_kwargs',
        'routing_key',
        'send_events',
        'serializer',
        'soft_time_limit',
        'store_errors_even_if_ignored',
        'time_limit',
        'track_started',
        'trail',
        'typing',
    }
)

_KINDS = {
    inspect.Parameter.POSITIONAL_ONLY: 'positional-only',
    inspect.Parameter.POSITIONAL_OR_KEYWORD: 'positional',
    inspect.Parameter.VAR_POSITIONAL: 'var-positional',
    inspect.Parameter.KEYWORD_ONLY: 'keyword-only',
    inspect.Parameter.VAR_KEYWORD: 'var-keyword',
}


def definition(task: Task) -> dict[str, Any]:
    """A task as the simulation knows it."""
    parameters = _parameters(task)
    return {
        'name': task.name,
        'parameters': parameters,
        'bound': task._bound,
        'newStyleErrback': _is_new_style(task, parameters),
        'options': {'function': _function_name(task), **own_options(task)},
    }


def own_options(task: Task) -> dict[str, Any]:
    """The attributes that the task, its class or a base class of the learner's sets."""
    from celery.app.task import Task as Base

    found: dict[str, Any] = {}
    for layer in (*reversed(type(task).__mro__[: type(task).__mro__.index(Base)]), None):
        names = vars(task) if layer is None else vars(layer)
        found.update({name: names[name] for name in names if name in TOLD_ATTRIBUTES})
    return {name: _wire.option(value, _wire.setting) for name, value in found.items()}


def _function_name(task: Task) -> str:
    """The name that a TypeError about the arguments begins with."""
    return task._function.__name__ if task._function is not None else 'run'


def _parameters(task: Task) -> list[dict[str, Any]] | None:
    body = task._function if task._function is not None else task.run
    try:
        signature = _signature(body)
    except (TypeError, ValueError):
        return None
    found = list(signature.parameters.values())
    if (
        task._bound
        and task._function is not None
        and found
        and found[0].kind is not inspect.Parameter.VAR_POSITIONAL
    ):
        found = found[1:]
    return [
        {
            'name': each.name,
            'kind': _KINDS[each.kind],
            'hasDefault': each.default is not inspect.Parameter.empty,
        }
        for each in found
    ]


def _signature(body: Any) -> inspect.Signature:
    if sys.version_info >= (3, 14):
        import annotationlib

        # Annotations may name what is imported for type checking only.
        return inspect.signature(body, annotation_format=annotationlib.Format.FORWARDREF)
    return inspect.signature(body)


def _is_new_style(task: Task, parameters: list[dict[str, Any]] | None) -> bool:
    """Rule 4.35: a function of more than one argument, not bound."""
    if task._function is None or task._bound or parameters is None:
        return False
    kinds = [each['kind'] for each in parameters]
    return 'var-positional' in kinds or sum(kind.startswith('positional') for kind in kinds) > 1
