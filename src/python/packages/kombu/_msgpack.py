"""MessagePack, as the package `msgpack` writes and reads it for kombu: https://github.com/msgpack/msgpack/blob/master/spec.md."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any


def packb(value: Any) -> bytes:
    """Write a value. Raises TypeError for one that MessagePack does not know."""
    out = bytearray()
    _pack(value, out)
    return bytes(out)


def _pack(value: Any, out: bytearray) -> None:
    if value is None:
        out.append(0xC0)
    elif value is False or value is True:
        out.append(0xC3 if value else 0xC2)
    elif isinstance(value, int):
        _pack_int(value, out)
    elif isinstance(value, float):
        out += struct.pack('>Bd', 0xCB, value)
    elif isinstance(value, str):
        data = value.encode('utf-8')
        _head(len(data), out, (0xA0, 32), (0xD9, 0xDA, 0xDB))
        out += data
    elif isinstance(value, (bytes, bytearray)):
        _head(len(value), out, None, (0xC4, 0xC5, 0xC6))
        out += value
    elif isinstance(value, (list, tuple)):
        _head(len(value), out, (0x90, 16), (None, 0xDC, 0xDD))
        for item in value:
            _pack(item, out)
    elif isinstance(value, dict):
        _head(len(value), out, (0x80, 16), (None, 0xDE, 0xDF))
        for key, item in value.items():
            _pack(key, out)
            _pack(item, out)
    else:
        raise TypeError(f'can not serialize {_shown(type(value))!r} object')


def _shown(kind: type) -> str:
    return kind.__name__ if kind.__module__ == 'builtins' else f'{kind.__module__}.{kind.__qualname__}'


def _pack_int(value: int, out: bytearray) -> None:
    if 0 <= value < 128 or -32 <= value < 0:
        out += struct.pack('b' if value < 0 else 'B', value)
        return
    for code, form in _UNSIGNED if value >= 0 else _SIGNED:
        try:
            out += struct.pack(f'>B{form}', code, value)
        except struct.error:
            continue
        return
    raise OverflowError('Integer value out of range')


_UNSIGNED = ((0xCC, 'B'), (0xCD, 'H'), (0xCE, 'I'), (0xCF, 'Q'))
_SIGNED = ((0xD0, 'b'), (0xD1, 'h'), (0xD2, 'i'), (0xD3, 'q'))


def _head(
    size: int, out: bytearray, small: tuple[int, int] | None, codes: tuple[int | None, int, int]
) -> None:
    if small is not None and size < small[1]:
        out.append(small[0] | size)
        return
    for code, form, limit in zip(codes, 'BHI', (1 << 8, 1 << 16, 1 << 32), strict=True):
        if code is not None and size < limit:
            out += struct.pack(f'>B{form}', code, size)
            return
    raise ValueError('it is too large')


def unpackb(data: bytes) -> Any:
    """Read a value. Raises ValueError where the bytes are none, or more than one."""
    reader = _Reader(bytes(data))
    value = reader.value()
    if reader.at < len(reader.data):
        raise ValueError('unpack(b) received extra data.')
    return value


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, size: int) -> bytes:
        found = self.data[self.at : self.at + size]
        if len(found) < size:
            raise ValueError('Unpack failed: incomplete input')
        self.at += size
        return found

    def number(self, form: str) -> Any:
        return struct.unpack(f'>{form}', self.take(struct.calcsize(form)))[0]

    def value(self) -> Any:
        code = self.take(1)[0]
        if code < 0x80:
            return code
        if code >= 0xE0:
            return code - 0x100
        if code < 0x90:
            return self.map(code & 0x0F)
        if code < 0xA0:
            return self.list(code & 0x0F)
        if code < 0xC0:
            return self.text(code & 0x1F)
        try:
            return _READERS[code](self)
        except KeyError:
            raise ValueError(f'Unpack failed: the code {code:#x} is not simulated') from None

    def text(self, size: int) -> str:
        return self.take(size).decode('utf-8')

    def list(self, size: int) -> list[Any]:
        return [self.value() for _ in range(size)]

    def map(self, size: int) -> dict[Any, Any]:
        found = {}
        for _ in range(size):
            key = self.value()
            if not isinstance(key, (str, bytes)):
                raise ValueError(f'{type(key).__name__} is not allowed for map key when strict_map_key=True')
            found[key] = self.value()
        return found


_READERS: dict[int, Callable[[_Reader], Any]] = {
    0xC0: lambda _: None,
    0xC2: lambda _: False,
    0xC3: lambda _: True,
    0xC4: lambda r: r.take(r.number('B')),
    0xC5: lambda r: r.take(r.number('H')),
    0xC6: lambda r: r.take(r.number('I')),
    0xCA: lambda r: r.number('f'),
    0xCB: lambda r: r.number('d'),
    0xD9: lambda r: r.text(r.number('B')),
    0xDA: lambda r: r.text(r.number('H')),
    0xDB: lambda r: r.text(r.number('I')),
    0xDC: lambda r: r.list(r.number('H')),
    0xDD: lambda r: r.list(r.number('I')),
    0xDE: lambda r: r.map(r.number('H')),
    0xDF: lambda r: r.map(r.number('I')),
    **{code: lambda r, form=form: r.number(form) for code, form in (*_UNSIGNED, *_SIGNED)},
}
