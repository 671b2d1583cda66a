"""The formatter."""

from __future__ import annotations

import datetime
import json
import logging
import re
from collections.abc import Callable, Sequence
from typing import Any

#: What every record has by itself: anything else came with `extra`.
RESERVED_ATTRS = (
    'args asctime created exc_info exc_text filename funcName levelname levelno lineno module msecs message msg name '
    'pathname process processName relativeCreated stack_info taskName thread threadName'
).split()

# Names of the fields in a format, by its style.
_FIELDS = {'%': r'%\((\w+)\)', '{': r'\{(\w+)[^}]*\}', '$': r'\$\{?(\w+)\}?'}


class JsonFormatter(logging.Formatter):
    """Writes a record as an object of JSON: the fields of its format, and those given with `extra`."""

    def __init__(
        self,
        fmt: str | Sequence[str] | None = None,
        datefmt: str | None = None,
        style: str = '%',
        validate: bool = True,
        *,
        prefix: str = '',
        rename_fields: dict[str, str] | None = None,
        static_fields: dict[str, Any] | None = None,
        reserved_attrs: Sequence[str] | None = None,
        timestamp: bool | str = False,
        defaults: dict[str, Any] | None = None,
        json_default: Callable[[Any], Any] | None = None,
        json_encoder: type[json.JSONEncoder] | None = None,
        json_serializer: Callable[..., str] = json.dumps,
        json_indent: int | str | None = None,
        json_ensure_ascii: bool = True,
    ) -> None:
        if style not in (*_FIELDS, ','):
            raise ValueError(f"Style must be one of: '%{{$,', not {style!r}")
        super().__init__(datefmt=datefmt)
        self._names = _fields_of('message' if fmt is None else fmt, style)
        self._prefix = prefix
        self._renamed = rename_fields or {}
        self._static = static_fields or {}
        self._defaults = defaults or {}
        self._reserved = set(RESERVED_ATTRS if reserved_attrs is None else reserved_attrs) | set(self._names)
        self._timestamp = timestamp
        self._write = json_serializer
        self._options = {
            'default': json_default or (None if json_encoder else _plain),
            'cls': json_encoder,
            'indent': json_indent,
            'ensure_ascii': json_ensure_ascii,
        }

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        given = record.msg if isinstance(record.msg, dict) else {}
        record.message = '' if given else record.getMessage()
        record.asctime = self.formatTime(record, self.datefmt)
        told: dict[str, Any] = dict(self._defaults)
        told.update({name: record.__dict__.get(name) for name in self._names})
        told.update(self._static)
        told.update(given)
        if record.exc_info and not told.get('exc_info'):
            told['exc_info'] = self.formatException(record.exc_info)
        if record.stack_info:
            told['stack_info'] = self.formatStack(record.stack_info)
        for name, value in record.__dict__.items():
            if name not in self._reserved and not name.startswith('_'):
                told[name] = value
        if self._timestamp:
            key = self._timestamp if isinstance(self._timestamp, str) else 'timestamp'
            told[key] = datetime.datetime.fromtimestamp(record.created, tz=datetime.timezone.utc)
        self.add_fields(told, record, given)
        renamed = {self._renamed.get(name, name): value for name, value in told.items()}
        return self._prefix + self._write(self.process_log_record(renamed), **self._options)

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        """For those who want other fields: all of them stand in `log_data` by now."""

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """For those who want to change a record before it is written."""
        return log_data


def _fields_of(fmt: str | Sequence[str], style: str) -> list[str]:
    if not isinstance(fmt, str):
        return list(fmt)
    if style == ',':
        return [name.strip() for name in fmt.split(',') if name.strip()]
    return re.findall(_FIELDS[style], fmt) or ['message']


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, BaseException):
        return f'{type(value).__name__}: {value}'
    return str(value)
