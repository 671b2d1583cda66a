"""The bytes of messages and results: what the simulation asks for in the middle of an event."""

from __future__ import annotations

import base64
from typing import Any

from celery import _exact
from celery._wire import is_signature
from kombu import compression as ways
from kombu.exceptions import EncodeError
from kombu.serialization import dumps, loads, own_registry


def encode(serializer: str, value: Any, compression: str | None) -> dict[str, Any]:
    """Write exact data with a serializer, and compress it."""
    try:
        # A message that was written before says its content type alone.
        name = own_registry().type_to_name.get(serializer, serializer)
        content_type, encoding, payload = dumps(_with_signatures(_revived(value)), name)
        data = payload.encode('utf-8') if isinstance(payload, str) else bytes(payload)
        kind = None
        if compression:
            data, kind = ways.compress(data, compression)
    except Exception as exc:
        return _exact.error_of(exc)
    return {
        'contentType': content_type,
        'contentEncoding': encoding,
        'compression': kind,
        'base64': base64.b64encode(data).decode('ascii'),
    }


def _revived(value: Any) -> Any:
    try:
        return _exact.from_exact(value)
    except Exception as exc:
        raise EncodeError(exc) from exc


def decode(payload: dict[str, Any]) -> dict[str, Any]:
    """Read bytes back into exact data."""
    try:
        data = base64.b64decode(payload['base64'])
        if payload['compression']:
            data = ways.decompress(data, payload['compression'])
        content_type = payload['contentType']
        value = loads(data, content_type, payload['contentEncoding'], accept=[content_type])
    except Exception as exc:
        return _exact.error_of(exc)
    return {'value': _plain(value)}


def _with_signatures(value: Any) -> Any:
    """The third part of a body with live signatures, as Celery writes it."""
    from celery.canvas import Signature

    if type(value) is not tuple or len(value) != 3 or not isinstance(value[2], dict):
        return value

    def live(part: Any) -> Any:
        if isinstance(part, list):
            return [live(each) for each in part]
        return Signature.from_dict(part) if is_signature(part) else part

    args, kwargs, embed = value
    return args, kwargs, {key: live(part) for key, part in embed.items()}


def _plain(value: Any) -> Any:
    """Exact data, with signatures as the simulation has them: dicts with a list of arguments."""
    if is_signature(value):
        return {
            **{str(key): _plain(part) for key, part in value.items()},
            'args': [_plain(part) for part in value['args'] or ()],
        }
    if type(value) is list:
        return [_plain(part) for part in value]
    if type(value) is tuple:
        return {'$tuple': [_plain(part) for part in value]}
    if type(value) is dict and all(type(key) is str and key[:1] != '$' for key in value):
        return {key: _plain(part) for key, part in value.items()}
    return _exact.to_exact(value)
