"""Compression: how the bytes of a message become fewer."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterable

import _sandbox

__all__ = ['compress', 'decompress', 'encoders', 'get_decoder', 'get_encoder', 'register']

_Coder = Callable[[bytes], bytes]


class _Ways:
    """What one process knows."""

    def __init__(self) -> None:
        self.aliases: dict[str, str] = {}
        self.encoders: dict[str, _Coder] = {}
        self.decoders: dict[str, _Coder] = {}
        for encoder, decoder, content_type, aliases in _BUILT_IN:
            self.add(encoder, decoder, content_type, aliases)

    def add(self, encoder: _Coder, decoder: _Coder, content_type: str, aliases: Iterable[str]) -> None:
        self.encoders[content_type] = encoder
        self.decoders[content_type] = decoder
        self.aliases.update((alias, content_type) for alias in aliases)


_BUILT_IN: tuple[tuple[_Coder, _Coder, str, tuple[str, ...]], ...] = (
    (zlib.compress, zlib.decompress, 'application/x-gzip', ('gzip', 'zlib')),
    (bz2.compress, bz2.decompress, 'application/x-bz2', ('bzip2', 'bzip')),
    (lzma.compress, lzma.decompress, 'application/x-lzma', ('lzma', 'xz')),
)


def _own() -> _Ways:
    return _sandbox.process_local('kombu.compression', _Ways)


def register(
    encoder: _Coder, decoder: _Coder, content_type: str, aliases: Iterable[str] | None = None
) -> None:
    """Make a way to compress known, by its content type and other names."""
    _own().add(encoder, decoder, content_type, aliases or ())


def encoders() -> list[str]:
    """Content types of all ways to compress."""
    return list(_own().encoders)


def get_encoder(t: str) -> tuple[_Coder, str]:
    """How to compress, and its content type. Raises KeyError for a name nobody knows."""
    content_type = _own().aliases.get(t, t)
    return _own().encoders[content_type], content_type


def get_decoder(t: str) -> _Coder:
    """How to take compression off."""
    return _own().decoders[_own().aliases.get(t, t)]


def compress(body: str | bytes, content_type: str) -> tuple[bytes, str]:
    """Compress text or bytes: the result, and its content type."""
    encoder, kind = get_encoder(content_type)
    return encoder(body.encode() if isinstance(body, str) else body), kind


def decompress(body: bytes, content_type: str) -> bytes:
    """Take compression off."""
    return get_decoder(content_type)(body)
