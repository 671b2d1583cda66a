"""JSON as kombu writes it: dates, decimals, UUIDs and bytes keep their types."""

from __future__ import annotations

import base64
import datetime as dt
import json
import pickle
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import _sandbox

__all__ = ['JSONEncoder', 'dumps', 'from_json', 'loads', 'register_type', 'to_json']

_Encoder = Callable[[Any], Any]
_Decoder = Callable[[Any], Any]


class _Registry:
    """Types of the learner's own; each simulated process has taught its own JSON."""

    def __init__(self) -> None:
        self.encoders: dict[type, tuple[str, _Encoder]] = {}
        self.decoders: dict[str, _Decoder] = {}


def _own() -> _Registry:
    return _sandbox.process_local('kombu.json', _Registry)


def register_type(t: type, marker: str | None, encoder: _Encoder, decoder: _Decoder = lambda o: o) -> None:
    """Teach JSON a type of your own: values travel as `{"__type__": marker, "__value__": encoder(value)}`."""
    own = _own()
    own.encoders[t] = (marker or t.__name__, encoder)
    own.decoders[marker or t.__name__] = decoder


def _encode_bytes(value: bytes) -> dict[str, Any]:
    try:
        return {'__type__': 'bytes', '__value__': value.decode('utf-8')}
    except UnicodeDecodeError:
        return {'__type__': 'base64', '__value__': base64.b64encode(value).decode('ascii')}


def _convert(value: Any) -> Any:
    """The JSON-able stand-in of a value that JSON does not know, or TypeError (rule 1.8)."""
    reducer = getattr(value, '__json__', None)
    if reducer is not None:
        return reducer()
    if isinstance(value, bytes):
        return _encode_bytes(value)
    # `datetime` is a `date`, so the subclass stands first.
    for known, (marker, encoder) in (*_own().encoders.items(), *_ENCODERS):
        if isinstance(value, known):
            return {'__type__': marker, '__value__': encoder(value)}
    raise TypeError(f'Object of type {type(value).__name__} is not JSON serializable')


def object_hook(found: dict[str, Any]) -> Any:
    if '__type__' not in found or '__value__' not in found:
        return found
    decoder = _own().decoders.get(found['__type__']) or _DECODERS.get(found['__type__'])
    if decoder is None:
        # Celery's own words: the class `type` stands where the marker was meant.
        raise ValueError('Unsupported type', type, found)
    return decoder(found['__value__'])


def revive_ref(data: dict[str, Any]) -> Any:
    """The value that travelled as its pickle."""
    if not data['$ref']:
        failed = data.get('unpickled') or data.get('why') or {'message': 'it cannot be written'}
        raise pickle.PicklingError(failed['message'])
    return pickle.loads(base64.b64decode(data['$ref']))


def _key(key: Any) -> str:
    if isinstance(key, str):
        return str.__str__(key)
    if key is None:
        return 'null'
    if key is True or key is False:
        return 'true' if key else 'false'
    if isinstance(key, int):
        return int.__repr__(key)
    if isinstance(key, float):
        return json.dumps(float(key))
    raise TypeError(f'keys must be str, int, float, bool or None, not {type(key).__name__}')


def to_json(value: Any, tuples: bool = False, _inside: tuple[int, ...] = ()) -> Any:
    """The value as plain JSON data. With `tuples` a tuple stays one, as `{"$tuple": [...]}`, so that its repr
    can still be told. Raises TypeError or ValueError as `json.dumps` does.
    """
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if id(value) in _inside:
        raise ValueError('Circular reference detected')
    inside = (*_inside, id(value))
    if isinstance(value, dict):
        return {_key(key): to_json(item, tuples, inside) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        items = [to_json(item, tuples, inside) for item in value]
        return {'$tuple': items} if tuples and isinstance(value, tuple) else items
    return to_json(_convert(value), tuples, inside)


_CONTAINERS = frozenset({list, dict})


def from_json(data: Any) -> Any:
    """The Python value that plain JSON data stands for; the inverse of `to_json`, marked tuples included."""
    if isinstance(data, list):
        # Scalars, which is what most messages hold, stay as they are.
        return [from_json(item) if type(item) in _CONTAINERS else item for item in data]
    if not isinstance(data, dict):
        return data
    if len(data) == 1 and '$tuple' in data:
        return tuple(from_json(data['$tuple']))
    if '$ref' in data:
        return revive_ref(data)
    return object_hook(
        {key: from_json(item) if type(item) in _CONTAINERS else item for key, item in data.items()}
    )


class JSONEncoder(json.JSONEncoder):
    """A `json.JSONEncoder` that knows kombu's types."""

    def default(self, o: Any) -> Any:
        """The stand-in of a value that JSON does not know."""
        return _convert(o)


def dumps(
    s: Any,
    _dumps: Callable[..., str] = json.dumps,
    cls: type[json.JSONEncoder] = JSONEncoder,
    default_kwargs: dict[str, Any] | None = None,
    **kwargs: Any,
) -> str:
    """Write a value as JSON text."""
    return _dumps(s, cls=cls, **{**(default_kwargs or {}), **kwargs})


def loads(
    s: str | bytes | bytearray | memoryview,
    _loads: Callable[..., Any] = json.loads,
    decode_bytes: bool = True,
    object_hook: Callable[[dict[str, Any]], Any] = object_hook,
) -> Any:
    """Read JSON text that `dumps` wrote."""
    text = bytes(s) if isinstance(s, memoryview) else s
    return _loads(text, object_hook=object_hook)


_ENCODERS: tuple[tuple[type, tuple[str, _Encoder]], ...] = (
    (dt.datetime, ('datetime', dt.datetime.isoformat)),
    (dt.date, ('date', dt.date.isoformat)),
    (dt.time, ('time', dt.time.isoformat)),
    (Decimal, ('decimal', str)),
    (uuid.UUID, ('uuid', lambda value: {'hex': value.hex})),
)
_DECODERS: dict[str, _Decoder] = {
    'datetime': dt.datetime.fromisoformat,
    'date': lambda text: dt.datetime.fromisoformat(text).date(),
    'time': dt.time.fromisoformat,
    'decimal': Decimal,
    'uuid': lambda value: uuid.UUID(**value),
    'bytes': lambda text: text.encode('utf-8'),
    'base64': lambda text: base64.b64decode(text.encode('utf-8')),
}
