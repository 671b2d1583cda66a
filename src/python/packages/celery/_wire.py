"""How signatures, options and settings travel between Python and the simulation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from celery import _exact
from celery.utils.saferepr import saferepr
from kombu.entity import Exchange, Queue
from kombu.exceptions import EncodeError
from kombu.utils.json import to_json

if TYPE_CHECKING:
    from celery.canvas import Signature

#: The longest `argsrepr` and `kwargsrepr` (rule 1.2).
REPR_LENGTH = 1024


def encode(value: Any, tuples: bool = True) -> Any:
    """A value as kombu's JSON; EncodeError where it cannot be one (rule 1.8)."""
    try:
        return to_json(value, tuples)
    except Exception as exc:
        raise EncodeError(exc) from exc


def encode_args(args: Any) -> list[Any]:
    """Positional arguments of a message."""
    return [_exact.for_message(arg) for arg in args or ()]


def encode_kwargs(kwargs: Mapping[str, Any] | None) -> dict[str, Any]:
    """Keyword arguments of a message."""
    return {str(key): _exact.for_message(value) for key, value in (kwargs or {}).items()}


def short_repr(value: Any) -> str:
    """What the headers `argsrepr` and `kwargsrepr` say."""
    return saferepr(value, REPR_LENGTH)


class Codec:
    """Signatures as plain data and back, for one tell. Live objects inside stay here; the data names them."""

    def __init__(self, live: bool) -> None:
        #: Whether values stay what they are (`$ref`); otherwise they are encoded for the message.
        self._live = live
        self._objects: list[Any] = []

    def signature(self, sig: Mapping[str, Any]) -> dict[str, Any]:
        """A signature as plain data."""
        return {
            **{key: self.value(value) for key, value in sig.items() if key not in _FIELDS},
            'task': str(sig['task']),
            'args': [self.value(arg) for arg in sig.get('args') or ()],
            'kwargs': self._kwargs(sig),
            'options': self.options(sig.get('options') or {}),
            'subtask_type': sig.get('subtask_type'),
            'immutable': bool(sig.get('immutable')),
        }

    def _kwargs(self, sig: Mapping[str, Any]) -> dict[str, Any]:
        given = sig.get('kwargs') or {}
        field = _TASK_LISTS.get(sig.get('subtask_type') or '')
        if field is None:
            return {str(key): self.value(value) for key, value in given.items()}
        return {
            str(key): self.tasks(value)
            if key == field and isinstance(value, (list, tuple))
            else self._part(value)
            for key, value in given.items()
        }

    def tasks(self, tasks: list[Any] | tuple[Any, ...]) -> Any:
        """The tasks of a canvas: a list, or a tuple marked as one."""
        data = [self._part(task) for task in tasks]
        return {'$tuple': data} if isinstance(tasks, tuple) else data

    def value(self, value: Any) -> Any:
        """A value inside a signature."""
        if is_signature(value):
            data = self.signature(value)
            # Among arguments its repr may be shown: that of a dict, with a tuple in it.
            return {**data, 'args': {'$tuple': data['args']}}
        if not self._live:
            return self._message_value(value)
        if value is None or type(value) in (bool, int, float, str):
            return value
        if type(value) is list:
            return [self.value(item) for item in value]
        if type(value) is tuple:
            return {'$tuple': [self.value(item) for item in value]}
        if type(value) is dict and all(type(key) is str and key[:1] != '$' for key in value):
            return {key: self.value(item) for key, item in value.items()}
        self._objects.append(value)
        return {'$ref': len(self._objects) - 1, 'repr': saferepr(value)}

    def _message_value(self, value: Any) -> Any:
        if _exact.is_exact():
            return _exact.to_exact(value)
        if isinstance(value, dict):
            return {_text_key(key): self.value(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, tuple):
            return {'$tuple': [self.value(item) for item in value]}
        return _exact.for_message(value)

    def options(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Options of a signature or a call."""
        if 'serializer' in options:
            _exact.notice({'serializer': options['serializer']})
        return {str(key): option(value, self._part) for key, value in options.items()}

    def _part(self, value: Any) -> Any:
        """A signature where one belongs, or another value."""
        return self.signature(value) if is_signature(value) else self.value(value)

    def revive(self, data: Mapping[str, Any]) -> Signature:
        """The signature that plain data stands for, with its live objects."""
        from celery.canvas import Signature

        fields = {key: self._revived(value) for key, value in data.items() if key not in _FIELDS}
        return Signature.from_fields(
            {
                **fields,
                'task': data['task'],
                'args': tuple(self._revived(data['args'])),
                'kwargs': {key: self._revived(value) for key, value in data['kwargs'].items()},
                'options': {key: self._revived(value) for key, value in data['options'].items()},
                'subtask_type': data.get('subtask_type'),
                'immutable': bool(data['immutable']),
            }
        )

    def _revived(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._revived(item) for item in value]
        if not isinstance(value, dict):
            return value
        if '$ref' in value:
            return self._objects[value['$ref']]
        if len(value) == 1 and '$tuple' in value:
            return tuple(self._revived(item) for item in value['$tuple'])
        if is_signature(value):
            return self.revive(value)
        return {key: self._revived(item) for key, item in value.items()}


_FIELDS = frozenset({'task', 'args', 'kwargs', 'options', 'subtask_type', 'immutable'})
_TASK_LISTS = {'chain': 'tasks', 'group': 'tasks', 'chord': 'header'}


def is_signature(value: Any) -> bool:
    """Whether a value is a signature, or a dict with the fields of one."""
    return isinstance(value, dict) and _FIELDS.issubset(value)


def _text_key(key: Any) -> str:
    return key if isinstance(key, str) else next(iter(encode({key: None})))


def option(value: Any, encode_value: Callable[[Any], Any] = encode) -> Any:
    """An option of a call: moments become ISO-8601 text, queues and exchanges plain data."""
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return value.total_seconds()
    if isinstance(value, (Queue, Exchange)):
        return encode(value._described(), tuples=False)
    if is_signature(value):
        return encode_value(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [option(item, encode_value) for item in value]
    if isinstance(value, Mapping):
        return {str(key): option(item, encode_value) for key, item in value.items()}
    return encode_value(value)


def setting(value: Any) -> Any:
    """A setting as plain data: queues and exchanges are described, and what JSON cannot hold is
    `{"$opaque": repr}`.
    """
    if isinstance(value, (Queue, Exchange)):
        return encode(value._described(), tuples=False)
    if isinstance(value, dt.timedelta):
        return value.total_seconds()
    if is_signature(value):
        return Codec(live=False).signature(value)
    if isinstance(value, Mapping):
        return {str(key): setting(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [setting(item) for item in value]
    try:
        return to_json(value)
    except Exception:
        return {'$opaque': saferepr(value)}
