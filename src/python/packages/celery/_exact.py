"""Values as they are, for serializers that carry more than JSON does.

A plain value travels as it is, a tuple as `{"$tuple": [...]}`. Everything else is `{"$ref": pickle}` with what JSON
makes of it (`json`), or why it makes nothing of it (`why`).
"""

from __future__ import annotations

import base64
import pickle
from typing import Any

from celery import _bridge
from celery.utils.saferepr import saferepr
from kombu.exceptions import DecodeError, EncodeError
from kombu.utils.json import revive_ref, to_json

#: The serializer that carries no more than JSON does.
_JSON = 'json'
#: What says which serializer writes.
_NAMES = ('serializer', 'task_serializer', 'result_serializer')


class _Exactness:
    """Whether a process uses anything but JSON."""

    def __init__(self) -> None:
        self.wanted = False


def _own() -> _Exactness:
    return _bridge.process_local('celery.exact', _Exactness)


def is_exact() -> bool:
    """Whether values of this process travel exactly."""
    return _own().wanted


def notice(named: dict[str, Any]) -> None:
    """Look for another serializer than JSON among options or settings: from then on values travel exactly."""
    for name in _NAMES:
        if name in named and named[name] not in (None, _JSON):
            _own().wanted = True


def for_message(value: Any) -> Any:
    """A value on its way into a message; the simulation raises EncodeError if its serializer cannot write it."""
    if is_exact():
        return to_exact(value)
    try:
        return to_json(value, True)
    except Exception:
        return _ref(value)


def for_result(value: Any, serializer: str) -> Any:
    """A value on its way into the result backend; EncodeError if its serializer cannot write it."""
    from kombu.serialization import dumps

    dumps(value, serializer)
    return to_json(value) if serializer == _JSON else to_exact(value)


def to_exact(value: Any, _inside: tuple[int, ...] = ()) -> Any:
    """A value as exact data."""
    kind = type(value)
    if value is None or kind in (bool, int, float, str):
        return value
    if kind in (list, tuple, dict) and id(value) not in _inside:
        inside = (*_inside, id(value))
        if kind is not dict:
            items = [to_exact(item, inside) for item in value]
            return items if kind is list else {'$tuple': items}
        if all(type(key) is str and key[:1] != '$' for key in value):
            return {key: to_exact(item, inside) for key, item in value.items()}
    return _ref(value)


def _ref(value: Any) -> dict[str, Any]:
    ref: dict[str, Any] = {'type': type(value).__name__, 'repr': saferepr(value)}
    try:
        ref['$ref'] = pickled(value)
    except Exception as exc:
        # Whoever wants to write it hears of it.
        ref.update({'$ref': '', 'unpickled': _described(exc)})
    try:
        ref['json'] = to_json(value)
    except Exception as exc:
        ref['why'] = _described(exc)
    return ref


def pickled(value: Any) -> str:
    """A value as the base64 text of its pickle."""
    return base64.b64encode(pickle.dumps(value, 4)).decode('ascii')


def from_exact(data: Any) -> Any:
    """The value that exact data stands for."""
    if isinstance(data, list):
        return [from_exact(item) for item in data]
    if not isinstance(data, dict):
        return data
    if '$ref' in data:
        return revive_ref(data)
    if len(data) == 1 and '$tuple' in data:
        return tuple(from_exact(item) for item in data['$tuple'])
    return {key: from_exact(item) for key, item in data.items()}


def _described(exc: Exception) -> dict[str, str]:
    kind = type(exc)
    # A KeyError shows its key quoted, and would be quoted again.
    message = exc.args[0] if kind is KeyError else exc
    return {'type': f'{kind.__module__}.{kind.__qualname__}', 'message': str(message)}


def error_of(exc: BaseException) -> dict[str, Any]:
    """An exception for the simulation to raise in its caller."""
    told: dict[str, Any] = _described(exc)  # type: ignore[arg-type]
    made_of = exc.args[0] if isinstance(exc, (EncodeError, DecodeError)) and exc.args else None
    if isinstance(made_of, Exception):
        told['of'] = _described(made_of)
    return {'error': told}
