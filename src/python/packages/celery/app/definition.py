"""What the simulation is told about a task."""

from __future__ import annotations

import inspect
import sys
import types
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
    plain = task._function is not None
    return described(task.name, task._function if plain else task.run, plain, task._bound, own_attributes(task))


def described(
    name: str, body: Any, plain: bool, bound: bool, attributes: dict[str, Any]
) -> dict[str, Any]:
    """The same of a task's parts. `plain`: its body is a function, not the method of a class."""
    parameters = _parameters(body, plain and bound)
    return {
        'name': name,
        'parameters': parameters,
        'bound': bound,
        'newStyleErrback': plain and not bound and _takes_several(parameters),
        'options': {
            # The name that a TypeError about the arguments begins with.
            'function': body.__name__ if plain else 'run',
            **{key: _wire.option(value, _wire.setting) for key, value in attributes.items()},
        },
    }


def own_attributes(task: Task) -> dict[str, Any]:
    """The attributes that the task, its class or a base class of the learner's sets."""
    from celery.app.task import Task as Base

    found: dict[str, Any] = {}
    for layer in (*reversed(type(task).__mro__[: type(task).__mro__.index(Base)]), None):
        names = vars(task) if layer is None else vars(layer)
        found.update({name: names[name] for name in names if name in TOLD_ATTRIBUTES})
    return found


def _parameters(body: Any, bound: bool) -> list[dict[str, Any]] | None:
    if type(body) is types.FunctionType and not body.__dict__:
        found = _of_function(body)
    else:
        try:
            found = _of_signature(_signature(body))
        except (TypeError, ValueError):
            return None
    return found[1:] if bound and found and found[0]['kind'] != 'var-positional' else found


def _of_function(body: types.FunctionType) -> list[dict[str, Any]]:
    """The parameters of a plain function, read off its code: `inspect` takes a hundred times as long."""
    code = body.__code__
    named = code.co_argcount
    only = named + code.co_kwonlyargcount
    first_default = named - len(body.__defaults__ or ())
    defaults = body.__kwdefaults__ or {}
    names = code.co_varnames
    found = [
        {
            'name': names[at],
            'kind': 'positional-only' if at < code.co_posonlyargcount else 'positional',
            'hasDefault': at >= first_default,
        }
        for at in range(named)
    ]
    rest = only
    if code.co_flags & inspect.CO_VARARGS:
        found.append({'name': names[rest], 'kind': 'var-positional', 'hasDefault': False})
        rest += 1
    found += [
        {'name': names[at], 'kind': 'keyword-only', 'hasDefault': names[at] in defaults}
        for at in range(named, only)
    ]
    if code.co_flags & inspect.CO_VARKEYWORDS:
        found.append({'name': names[rest], 'kind': 'var-keyword', 'hasDefault': False})
    return found


def _of_signature(signature: inspect.Signature) -> list[dict[str, Any]]:
    return [
        {
            'name': each.name,
            'kind': _KINDS[each.kind],
            'hasDefault': each.default is not inspect.Parameter.empty,
        }
        for each in signature.parameters.values()
    ]


def _signature(body: Any) -> inspect.Signature:
    if sys.version_info >= (3, 14):
        import annotationlib

        # Annotations may name what is imported for type checking only.
        return inspect.signature(body, annotation_format=annotationlib.Format.FORWARDREF)
    return inspect.signature(body)


def _takes_several(parameters: list[dict[str, Any]] | None) -> bool:
    """Rule 4.35: a function of more than one argument."""
    if parameters is None:
        return False
    kinds = [each['kind'] for each in parameters]
    return 'var-positional' in kinds or sum(kind.startswith('positional') for kind in kinds) > 1
