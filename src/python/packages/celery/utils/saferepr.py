"""Short reprs for log lines and for the headers `argsrepr` and `kwargsrepr`.

The text stops after about `maxlen` characters, and containers stop three levels down. Strings are not
escaped as Python's `repr` does: only a `'` inside is.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from celery._missing import attributes_of

__all__ = ['reprcall', 'saferepr']
__getattr__ = attributes_of(__name__)

_MAX_LEVELS = 3


class _Mark(NamedTuple):
    """A bracket, a comma or a colon; `level` says whether it opens (1) or closes (-1)."""

    text: str
    level: int = 0


class _Value(NamedTuple):
    value: Any


_COMMA = _Mark(', ')
_COLON = _Mark(': ')


def saferepr(
    o: Any, maxlen: int | None = None, maxlevels: int = _MAX_LEVELS, seen: set[int] | None = None
) -> str:
    """The short repr of any value; it never raises."""
    if is_plain(o):
        text = repr(o)
        if maxlen is None or len(text) < maxlen:
            return text
    pending: list[_Mark | _Value] = [_Value(o)]
    parts: list[str] = []
    level = 0
    left = maxlen
    while pending:
        piece = pending.pop()
        inner = None if isinstance(piece, _Mark) else _pieces(piece.value)
        if inner is not None and level < maxlevels:
            pending.extend(reversed(inner))
            continue
        if isinstance(piece, _Mark):
            level += piece.level
        if left is not None and left <= 0:
            # What no longer fits is lost; brackets that are still open are closed.
            parts.append(', ...')
            parts.extend(mark.text for mark in reversed(pending) if isinstance(mark, _Mark) and mark.level)
            break
        if isinstance(piece, _Mark):
            part = piece.text
        elif inner is not None:
            part = f'{inner[0].text}...{inner[-1].text}'  # type: ignore[union-attr]
        else:
            part = _plain(piece.value, left)
        parts.append(part)
        if left is not None:
            left -= len(part)
    return ''.join(parts)


_SCALARS = frozenset({int, float, bool, type(None)})


def is_plain(o: Any) -> bool:
    """A value whose short repr, if nothing is cut, is Python's own: a scalar, or a flat container of them. It is the
    usual case, and much quicker.
    """
    kind = type(o)
    if kind is dict:
        return _are_simple(o) and _are_simple(o.values())
    return _are_simple(o if kind is tuple or kind is list else (o,))


def _are_simple(values: Any) -> bool:
    for value in values:
        kind = type(value)
        if kind is str:
            if not value.isprintable() or "'" in value or '\\' in value:
                return False
        elif kind not in _SCALARS:
            return False
    return True


def reprcall(name: str, args: Any = (), kwargs: dict[str, Any] | None = None, sep: str = ', ') -> str:
    """A call as text: `tasks.add(1, y=2)`."""
    shown = [_safe(arg) for arg in args or ()]
    shown += [f'{key}={_safe(value)}' for key, value in (kwargs or {}).items()]
    return f'{name}({sep.join(shown)})'


def _pieces(value: Any) -> list[_Mark | _Value] | None:
    """Brackets, items and commas of a container; None for anything else."""
    kind = type(value)
    if isinstance(value, dict):
        found: list[_Mark | _Value] = [_Mark('{', 1)]
        for key, item in value.items():
            if len(found) > 1:
                found.append(_COMMA)
            found += [_Value(key), _COLON, _Value(item)]
        return [*found, _Mark('}', -1)]
    if isinstance(value, list):
        return [_Mark('[', 1), *_items(value), _Mark(']', -1)]
    if isinstance(value, tuple):
        return [_Mark('(', 1), *_items(value), _Mark(',)' if len(value) == 1 else ')', -1)]
    if kind is set and value:
        return [_Mark('{', 1), *_items(list(value)), _Mark('}', -1)]
    if kind is frozenset and value:
        return [_Mark('frozenset({', 1), *_items(list(value)), _Mark('})', -1)]
    return None


def _items(values: list[Any] | tuple[Any, ...]) -> list[_Mark | _Value]:
    found: list[_Mark | _Value] = []
    for value in values:
        if found:
            found.append(_COMMA)
        found.append(_Value(value))
    return found


def _plain(value: Any, maxlen: int | None) -> str:
    if isinstance(value, str):
        text = _cut(value, maxlen).replace("'", "\\'")
        return f"'{text}'"
    if isinstance(value, bytes):
        return _bytes(value, maxlen)
    return _cut(_safe(value), maxlen)


def _safe(value: Any) -> str:
    try:
        return repr(value)
    except Exception as exc:
        return f'<Unrepresentable {type(value)!r}: {exc!r}>'


def _bytes(value: bytes, maxlen: int | None) -> str:
    try:
        text = value.decode('utf-8')
    except UnicodeDecodeError:
        return _cut(repr(value), maxlen)
    if maxlen is not None and 0 < maxlen < len(text):
        text = f'{text[:maxlen]}...'
    return f"b'{text}'"


def _cut(text: str, maxlen: int | None) -> str:
    """The text up to the last blank before the limit."""
    if maxlen is None or maxlen <= 0 or len(text) < maxlen:
        return text
    head = text[:maxlen]
    blank = head.rfind(' ')
    return f'{head if blank < 0 else head[:blank]}...'
