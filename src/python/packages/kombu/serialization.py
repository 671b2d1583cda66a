"""Serializers: how the body of a message and a result become bytes, and who may read them."""

from __future__ import annotations

import codecs
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any, NamedTuple

import _sandbox
from celery._missing import attributes_of
from kombu import _msgpack, _yaml
from kombu.exceptions import ContentDisallowed, DecodeError, EncodeError, SerializerNotInstalled
from kombu.utils import json as _json

__all__ = [
    'disable_insecure_serializers',
    'dumps',
    'enable_insecure_serializers',
    'loads',
    'pickle',
    'prepare_accept_content',
    'raw_encode',
    'register',
    'registry',
    'unregister',
]
__getattr__ = attributes_of(__name__)

_Encoder = Callable[[Any], Any]
_Decoder = Callable[[Any], Any]

#: Read whatever is accepted.
TRUSTED_CONTENT = frozenset({'application/data', 'application/text'})
#: Encodings without text behind them.
SKIP_DECODE = frozenset({'binary', 'ascii-8bit'})
#: kombu's own, whatever Python's default is.
pickle_protocol = 4


class codec(NamedTuple):
    """How values of one serializer are written."""

    content_type: str
    content_encoding: str
    encoder: _Encoder


@contextmanager
def _as(wrapper: type[Exception], passes: type[Exception] | tuple[()] = SerializerNotInstalled) -> Iterator[None]:
    """Every error in here becomes kombu's own."""
    try:
        yield
    except passes:
        raise
    except Exception as exc:
        raise wrapper(exc) from exc


class SerializerRegistry:
    """The serializers of one process by name and content type."""

    def __init__(self) -> None:
        self._encoders: dict[str, codec] = {}
        self._decoders: dict[str, _Decoder] = {}
        self._default: codec | None = None
        self._disabled_content_types: set[str] = set()
        #: Content type to name.
        self.type_to_name: dict[str, str] = {}
        #: Name to content type.
        self.name_to_type: dict[str, str] = {}

    def register(
        self,
        name: str,
        encoder: _Encoder | None,
        decoder: _Decoder | None,
        content_type: str,
        content_encoding: str = 'utf-8',
    ) -> None:
        """Make a serializer of your own known: `encoder` turns a value into text or bytes, `decoder` back. Without
        one of them it only reads, or only writes. Workers read it once `accept_content` names it.
        """
        if encoder:
            self._encoders[name] = codec(content_type, content_encoding, encoder)
        if decoder:
            self._decoders[content_type] = decoder
        self.type_to_name[content_type] = name
        self.name_to_type[name] = content_type
        _told(name, content_type)

    def unregister(self, name: str) -> None:
        """Forget a serializer."""
        try:
            content_type = self.name_to_type[name]
        except KeyError:
            raise SerializerNotInstalled(f'No encoder/decoder installed for {name}') from None
        self._decoders.pop(content_type, None)
        self._encoders.pop(name, None)
        self.type_to_name.pop(content_type, None)
        self.name_to_type.pop(name, None)
        _told(name, None)

    def enable(self, name: str) -> None:
        """Let `loads` read a serializer, by name or content type, where no `accept` says otherwise."""
        self._disabled_content_types.discard(name if '/' in name else self.name_to_type[name])

    def disable(self, name: str) -> None:
        """Let `loads` refuse it there."""
        self._disabled_content_types.add(name if '/' in name else self.name_to_type[name])

    def _set_default_serializer(self, name: str) -> None:
        """The serializer where none is named."""
        try:
            self._default = self._encoders[name]
        except KeyError:
            raise SerializerNotInstalled(f'No encoder installed for {name}') from None

    def dumps(self, data: Any, serializer: str | None = None) -> tuple[str, str, Any]:
        """Write a value: content type, content encoding and payload. Text and bytes stay as they are where no
        serializer is named.
        """
        if serializer == 'raw':
            return raw_encode(data)
        if serializer and not self._encoders.get(serializer):
            raise SerializerNotInstalled(f'No encoder installed for {serializer}')
        if not serializer and isinstance(data, bytes):
            return 'application/data', 'binary', data
        if not serializer and isinstance(data, str):
            with _as(EncodeError, ()):
                return 'text/plain', 'utf-8', data.encode('utf-8')
        found = self._encoders[serializer] if serializer else self._default
        assert found is not None
        with _as(EncodeError):
            payload = found.encoder(data)
        return found.content_type, found.content_encoding, payload

    def loads(
        self,
        data: Any,
        content_type: str | None,
        content_encoding: str | None,
        accept: Iterable[str] | None = None,
        force: bool = False,
        _trusted_content: frozenset[str] = TRUSTED_CONTENT,
    ) -> Any:
        """Read what `dumps` wrote. Raises ContentDisallowed for a content type that is not accepted."""
        kind = content_type or 'application/data'
        if accept is not None:
            if kind not in _trusted_content and kind not in accept:
                raise self._for_untrusted_content(kind, 'untrusted')
        elif kind in self._disabled_content_types and not force:
            raise self._for_untrusted_content(kind, 'disabled')
        encoding = (content_encoding or 'utf-8').lower()
        if not data:
            return data
        decode = self._decoders.get(kind)
        with _as(DecodeError):
            if decode:
                return decode(data)
            if encoding not in SKIP_DECODE and not isinstance(data, str):
                return codecs.decode(data, encoding)
        return data

    def _for_untrusted_content(self, ctype: str, why: str) -> ContentDisallowed:
        shown = f'{self.type_to_name.get(ctype, ctype)} ({ctype})'
        return ContentDisallowed(f'Refusing to deserialize {why} content of type {shown}')


def raw_encode(data: Any) -> tuple[str, str, Any]:
    """Bytes as they are, text as UTF-8."""
    if isinstance(data, str):
        return 'application/data', 'utf-8', data.encode('utf-8')
    return 'application/data', 'binary', data


def _told(name: str, content_type: str | None) -> None:
    """What is registered from now on is a serializer of the program's own: the simulation must know its type."""
    if _sandbox.process() is not None and _sandbox.process_local('kombu.serializers', dict).get('made'):
        _sandbox.tell('serializer', {'name': name, 'contentType': content_type})


def _pickle_dumps(obj: Any, dumper: Callable[..., bytes] = pickle.dumps) -> bytes:
    return dumper(obj, protocol=pickle_protocol)


def pickle_loads(s: bytes, load: Callable[[Any], Any] = pickle.load) -> Any:
    """Read a pickle."""
    return load(BytesIO(s))


def _unpickle(s: bytes | str) -> Any:
    return pickle_loads(s.encode() if isinstance(s, str) else s)


def _made() -> SerializerRegistry:
    own = SerializerRegistry()
    own.register('json', _json.dumps, _json.loads, 'application/json', 'utf-8')
    own.register('pickle', _pickle_dumps, _unpickle, 'application/x-python-serialize', 'binary')
    own.register('yaml', _yaml.safe_dump, _yaml.safe_load, 'application/x-yaml', 'utf-8')
    own.register('msgpack', _msgpack.packb, _msgpack.unpackb, 'application/x-msgpack', 'binary')
    own._set_default_serializer('json')
    for name in ('pickle', 'yaml', 'msgpack'):
        own.disable(name)
    return own


def own_registry() -> SerializerRegistry:
    """The registry of the process that runs: what one process registers, another does not know."""
    own: dict[str, Any] = _sandbox.process_local('kombu.serializers', dict)
    if 'made' not in own:
        made = _made()
        own['made'] = made
    return own['made']  # type: ignore[no-any-return]


class _Registry:
    """`registry`: that of the process that uses it."""

    def __getattr__(self, name: str) -> Any:
        return getattr(own_registry(), name)


#: All serializers by name and content type.
registry: SerializerRegistry = _Registry()  # type: ignore[assignment]


def register(
    name: str,
    encoder: _Encoder | None,
    decoder: _Decoder | None,
    content_type: str,
    content_encoding: str = 'utf-8',
) -> None:
    """Make a serializer of your own known: see `SerializerRegistry.register`."""
    own_registry().register(name, encoder, decoder, content_type, content_encoding)


def unregister(name: str) -> None:
    """Forget a serializer."""
    own_registry().unregister(name)


def dumps(data: Any, serializer: str | None = None) -> tuple[str, str, Any]:
    """Write a value: content type, content encoding and payload."""
    return own_registry().dumps(data, serializer)


def loads(
    data: Any,
    content_type: str | None,
    content_encoding: str | None,
    accept: Iterable[str] | None = None,
    force: bool = False,
    _trusted_content: frozenset[str] = TRUSTED_CONTENT,
) -> Any:
    """Read what `dumps` wrote."""
    return own_registry().loads(data, content_type, content_encoding, accept, force, _trusted_content)


_NOT_GIVEN: Any = object()


def enable_insecure_serializers(choices: Iterable[str] | None = _NOT_GIVEN) -> None:
    """Let `loads` read pickle, yaml and msgpack, or those given, where no `accept` says otherwise."""
    wanted = ('pickle', 'yaml', 'msgpack') if choices is _NOT_GIVEN else choices
    for choice in wanted or ():
        try:
            own_registry().enable(choice)
        except KeyError:
            continue


def disable_insecure_serializers(allowed: Iterable[str] | None = _NOT_GIVEN) -> None:
    """Let `loads` refuse all but JSON, or those given, where no `accept` says otherwise."""
    own = own_registry()
    for content_type in own._decoders:
        own.disable(content_type)
    for name in ('json',) if allowed is _NOT_GIVEN else allowed or ():
        own.enable(name)


def prepare_accept_content(
    content_types: Iterable[str] | None, name_to_type: Mapping[str, str] | None = None
) -> set[str] | None:
    """Content types of what `accept_content` names. Raises SerializerNotInstalled for a name nobody knows."""
    known = name_to_type or own_registry().name_to_type
    if content_types is None:
        return None
    try:
        return {name if '/' in name else known[name] for name in content_types}
    except KeyError as exc:
        raise SerializerNotInstalled(f'No encoder/decoder installed for {exc.args[0]}') from None
