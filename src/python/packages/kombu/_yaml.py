"""YAML, as PyYAML's `safe_dump` and `safe_load` write and read it for kombu: https://yaml.org/spec/1.1/."""

from __future__ import annotations

import base64
import datetime as dt
import math
import re
from typing import Any


class YAMLError(Exception):
    """The text is no YAML, or has what is not read here: anchors, and tags other than !!binary and !!set."""


class RepresenterError(YAMLError):
    """A value that YAML does not know."""


def safe_dump(value: Any) -> str:
    """Write a value; dicts are sorted. Raises RepresenterError for one that YAML does not know."""
    lines = _lines(value)
    text = '\n'.join(lines) + '\n'
    # A plain value alone is followed by the end of its document.
    return text if isinstance(value, (dict, list, tuple, set, bytes)) or text[:1] in '"\'' else f'{text}...\n'


def _lines(value: Any) -> list[str]:
    if type(value) in (list, tuple):
        return _block([_item('- ', item) for item in value]) or ['[]']
    if type(value) is dict:
        return _block([_entry(key, value[key]) for key in _sorted(value)]) or ['{}']
    if type(value) is set:
        return ['!!set', *_block([_entry(item, None) for item in _sorted(value)])] if value else ['!!set {}']
    if value == b'' and type(value) is bytes:
        return ['!!binary ""']
    if type(value) is bytes:
        return ['!!binary |', *(f'  {line}' for line in base64.encodebytes(value).decode('ascii').splitlines())]
    return [_scalar(value)]


def _block(parts: list[list[str]]) -> list[str]:
    return [line for part in parts for line in part]


def _sorted(keys: Any) -> list[Any]:
    try:
        return sorted(keys)
    except TypeError:
        return list(keys)


def _item(mark: str, value: Any) -> list[str]:
    first, *rest = _lines(value)
    return [mark + first, *(line if value.__class__ is bytes else f'  {line}' for line in rest)]


def _entry(key: Any, value: Any) -> list[str]:
    name = _lines(key)
    head = f'{name[0]}:' if len(name) == 1 else f'? {name[0]}'
    lines = _lines(value)
    if isinstance(value, dict) and value:
        return [head, *(f'  {line}' for line in lines)]
    if isinstance(value, (list, tuple)) and value:
        return [head, *lines]
    if isinstance(value, set) and value:
        return [f'{head} {lines[0]}', *(f'  {line}' for line in lines[1:])]
    return [f'{head} {lines[0]}', *lines[1:]]


def _scalar(value: Any) -> str:
    kind = type(value)
    if value is None:
        return 'null'
    if kind is bool:
        return 'true' if value else 'false'
    if kind is int:
        return str(value)
    if kind is float:
        return _float(value)
    if kind is str:
        return _text(value)
    if kind is dt.datetime:
        return value.isoformat(' ')  # type: ignore[no-any-return]
    if kind is dt.date:
        return value.isoformat()  # type: ignore[no-any-return]
    raise RepresenterError('cannot represent an object', value)


def _float(value: float) -> str:
    if math.isnan(value):
        return '.nan'
    if math.isinf(value):
        return '.inf' if value > 0 else '-.inf'
    text = repr(value).lower()
    return text if '.' in text or 'e' not in text else text.replace('e', '.0e', 1)


_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<~.][^\n\t]*\Z|[-.][\w./][\w./\- ]*\Z")
_UNPRINTABLE = re.compile('[^ -~]')


def _text(text: str) -> str:
    if _UNPRINTABLE.search(text):
        escaped = ''.join(_ESCAPES.get(one) or (one if ' ' <= one <= '~' else _code(one)) for one in text)
        return f'"{escaped}"'
    plain = _PLAIN.match(text) and ': ' not in text and ' #' not in text and text[-1:] not in ': '
    if plain and _resolve(text) == text:
        return text
    return "'" + text.replace("'", "''") + "'"


_ESCAPES = {'"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r', '\0': '\\0', '\x07': '\\a', '\x08': '\\b'}


def _code(one: str) -> str:
    code = ord(one)
    if code < 0x100:
        return f'\\x{code:02X}'
    return f'\\u{code:04X}' if code < 0x10000 else f'\\U{code:08X}'


_BOOLS = {'yes': True, 'no': False, 'true': True, 'false': False, 'on': True, 'off': False}
_INT = re.compile(r'[-+]?(0|[1-9][0-9_]*)\Z')
_OTHER_INT = re.compile(r'[-+]?0(x[0-9a-fA-F_]+|b[01_]+|[0-7_]+)\Z')
_FLOAT = re.compile(r'[-+]?([0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?|\.[0-9][0-9_]*([eE][-+][0-9]+)?)\Z')
_SPECIAL = re.compile(r'([-+]?)\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z')
_DATE = re.compile(r'\d{4}-\d\d-\d\d\Z')
_MOMENT = re.compile(r'\d{4}-\d\d?-\d\d?([Tt]|[ \t]+)\d\d?:\d\d:\d\d(\.\d*)?([ \t]*(Z|[-+]\d\d?(:\d\d)?))?\Z')


def _resolve(text: str) -> Any:
    """What a plain scalar stands for."""
    if text in ('', '~', 'null', 'Null', 'NULL'):
        return None
    if text.lower() in _BOOLS and text in (text.lower(), text.upper(), text.capitalize()):
        return _BOOLS[text.lower()]
    digits = text.replace('_', '')
    if _INT.match(text):
        return int(digits)
    if _OTHER_INT.match(text):
        sign = -1 if digits[0] == '-' else 1
        bare = digits.lstrip('+-')
        return sign * (int(bare, 0) if bare[1:2] in 'xb' else int(bare, 8))
    if _FLOAT.match(text):
        return float(digits)
    if _SPECIAL.match(text):
        return float(text.replace('.', '', 1))
    if _DATE.match(text):
        return dt.date.fromisoformat(text)
    if _MOMENT.match(text):
        return dt.datetime.fromisoformat(re.sub(r'[ \t]+(?=Z|[-+]\d\d?(:\d\d)?$)', '', text))
    return text


def safe_load(text: str | bytes) -> Any:
    """Read a value. Raises YAMLError."""
    reader = _Reader(text.decode('utf-8') if isinstance(text, bytes) else text)
    value = reader.node(-1)
    if reader.line < len(reader.lines):
        reader.fail('the document ends before its text does')
    return value


class _Reader:
    """Reads lines: `(indent, text)` of each that is not empty. What stands behind `- ` is a line of its own."""

    def __init__(self, text: str) -> None:
        self.lines: list[tuple[int, str]] = []
        self.line = 0
        for raw in text.splitlines():
            bare = raw.strip()
            if bare in ('...', '---') or not bare or bare.startswith('#'):
                continue
            self.lines.append((len(raw) - len(raw.lstrip(' ')), bare))

    def fail(self, why: str) -> Any:
        shown = self.lines[self.line][1] if self.line < len(self.lines) else 'the end'
        raise YAMLError(f'{why}: {shown!r}')

    def node(self, above: int) -> Any:
        """The node that begins here and is indented more than `above`; None where there is none."""
        if self.line >= len(self.lines) or self.lines[self.line][0] <= above:
            return None
        indent, text = self.lines[self.line]
        if text == '!!set':
            self.line += 1
            return set(self.node(above) or ())
        if text == '-' or text.startswith('- '):
            return self.sequence(indent)
        if not text.startswith('!!set ') and (text.startswith('? ') or _key_end(text) is not None):
            return self.mapping(indent)
        self.line += 1
        return self.scalar(text, above)

    def sequence(self, indent: int) -> list[Any]:
        found = []
        while self.line < len(self.lines) and self.lines[self.line][0] == indent:
            text = self.lines[self.line][1]
            if text != '-' and not text.startswith('- '):
                break
            found.append(self.inner(indent, text[1:]))
        return found

    def inner(self, indent: int, rest: str) -> Any:
        """What stands behind a mark on its line, or below it."""
        bare = rest.lstrip(' ')
        if not bare:
            self.line += 1
            return self.node(indent)
        self.lines[self.line] = (indent + 1 + len(rest) - len(bare), bare)
        return self.node(indent)

    def mapping(self, indent: int) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        while self.line < len(self.lines) and self.lines[self.line][0] == indent:
            text = self.lines[self.line][1]
            if text.startswith('? '):
                found[self.inner(indent, text[1:])] = None
                continue
            end = _key_end(text)
            if end is None:
                break
            key = _Flow(text[:end]).whole()
            found[key] = self.value(indent, text[end + 1 :].strip())
        return found

    def value(self, indent: int, rest: str) -> Any:
        self.line += 1
        if rest == '!!set':
            return set(self.node(indent) or ())
        if rest:
            return self.scalar(rest, indent)
        below = self.lines[self.line] if self.line < len(self.lines) else (-1, '')
        # The items of a sequence may stand right below their key.
        if below[0] == indent and (below[1] == '-' or below[1].startswith('- ')):
            return self.sequence(indent)
        return self.node(indent)

    def scalar(self, text: str, above: int) -> Any:
        if text.startswith('!!binary'):
            held = text.removeprefix('!!binary').strip(' |"')
            return base64.b64decode(held + ''.join(self.deeper(above)))
        if text.startswith('!!set'):
            return set(_Flow(text.removeprefix('!!set').strip()).whole())
        if text.startswith(('|', '>')):
            return ('\n' if text[0] == '|' else ' ').join(self.deeper(above)) + '\n'
        if text[0] in '!&*':
            self.fail('tags and anchors are not read here')
        return _Flow(' '.join([text, *self.deeper(above)])).whole()

    def deeper(self, above: int) -> list[str]:
        found = []
        while self.line < len(self.lines) and self.lines[self.line][0] > above:
            found.append(self.lines[self.line][1])
            self.line += 1
        return found


def _key_end(text: str) -> int | None:
    """Where the colon behind a key stands; None where the line is none."""
    if text[0] in '"\'':
        end = _quoted_end(text)
        return end if text[end : end + 1] == ':' and text[end + 1 : end + 2] in ('', ' ') else None
    if text[0] in '[{|>':
        return None
    found = re.search(r':(?= |\Z)', text)
    return None if found is None else found.start()


def _quoted_end(text: str) -> int:
    found = re.match(r"'(?:[^']|'')*'" if text[0] == "'" else r'"(?:[^"\\]|\\.)*"', text)
    if found is None:
        raise YAMLError(f'a quote is open: {text!r}')
    return found.end()


class _Flow:
    """Reads what stands on a line: `[1, {a: b}]`, `'text'`, `12`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def whole(self) -> Any:
        """The one value of the text."""
        value = self.value('')
        rest = self.text[self.at :].strip()
        if rest and not rest.startswith('#'):
            raise YAMLError(f'there is more than one value: {self.text!r}')
        return value

    def value(self, stops: str) -> Any:
        self.blanks()
        first = self.text[self.at : self.at + 1]
        if first == '[':
            return [item for item, _ in self.items(']')]
        if first == '{':
            return dict(self.items('}'))
        if first and first in '"\'':
            end = self.at + _quoted_end(self.text[self.at :])
            quoted, self.at = self.text[self.at : end], end
            return _unquoted(quoted)
        found = re.compile(rf'(?:(?! #)[^{re.escape(stops)}])*' if stops else r'(?:(?! #).)*').match(self.text, self.at)
        assert found is not None
        self.at = found.end()
        return _resolve(found.group().strip())

    def items(self, end: str) -> list[tuple[Any, Any]]:
        self.at += 1
        found: list[tuple[Any, Any]] = []
        while not self.accept(end):
            key = self.value(',]}:' if end == '}' else ',]}')
            found.append((key, self.value(',]}') if end == '}' and self.accept(':') else None))
            if not self.accept(',') and self.text[self.at : self.at + 1] != end:
                raise YAMLError(f'a bracket is open: {self.text!r}')
        return found

    def accept(self, mark: str) -> bool:
        self.blanks()
        if self.text[self.at : self.at + 1] != mark:
            return False
        self.at += 1
        return True

    def blanks(self) -> None:
        while self.text[self.at : self.at + 1] in (' ', '\t') and self.at < len(self.text):
            self.at += 1


_LETTERS = {'n': '\n', 't': '\t', 'r': '\r', '0': '\0', 'a': '\x07', 'b': '\x08', 'e': '\x1b', '_': '\xa0'}


def _unquoted(quoted: str) -> str:
    inner = quoted[1:-1]
    if quoted[0] == "'":
        return inner.replace("''", "'")
    return re.sub(
        r'\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))',
        lambda found: (
            chr(int(found[1] or found[2] or found[3], 16)) if found[4] is None else _LETTERS.get(found[4], found[4])
        ),
        inner,
    )
