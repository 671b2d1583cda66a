"""Tells the simulation what a transaction has changed, once it is committed: checks read it there."""

from __future__ import annotations

import re
from typing import Any

import _sqlite3

from _sandbox import _services

_WRITES = re.compile(r'\b(?:insert(?:\s+or\s+\w+)?\s+into|replace\s+into|update(?:\s+or\s+\w+)?|delete\s+from)\s+["\[`]?(\w+)', re.IGNORECASE)

# So many rows of a table are compared; of a larger one, what came after the last of them.
_MOST = 1_000

_known: dict[str, dict[str, dict[int, Any]]] = {}
_pending: dict[int, dict[str, None]] = {}


def note(connection: Any, path: str, service: str, operation: str, subject: str, sql: str) -> None:
    """A statement or a commit has run."""
    tables = _pending.setdefault(id(connection), {})
    tables.update(dict.fromkeys(_WRITES.findall(sql)))
    if connection.in_transaction:
        return
    if operation == 'rollback' or not tables:
        tables.clear()
        return
    changes = [change for table in tables for change in _changes(path, table)]
    tables.clear()
    if changes:
        _services.changed(service, operation, subject, {'changes': changes})


def forget(connection: Any) -> None:
    """The connection is closed; the number of another one may be the same."""
    _pending.pop(id(connection), None)


def _changes(path: str, table: str) -> list[dict[str, Any]]:
    before = _known.setdefault(path, {}).setdefault(table, {})
    now = _rows(path, table)
    if now is None:
        return []
    changes = [
        {'table': table, 'change': 'updated' if number in before else 'inserted', 'row': row}
        for number, row in now.items()
        if before.get(number) != row
    ]
    gone = [number for number in before if number not in now]
    changes += [{'table': table, 'change': 'deleted', 'row': before[number]} for number in gone]
    _known[path][table] = now
    return changes


def _rows(path: str, table: str) -> dict[int, Any] | None:
    # A connection of our own: what the program's own cursors stand on stays as it is.
    looking = _sqlite3.connect(path, 0)
    try:
        cursor = looking.execute(f'SELECT rowid, * FROM "{table}" ORDER BY rowid DESC LIMIT {_MOST}')
        names = [column[0] for column in cursor.description[1:]]
        rows = {values[0]: dict(zip(names, map(_plain, values[1:]))) for values in cursor}
        return dict(reversed(rows.items()))
    except _sqlite3.Error:
        return None
    finally:
        looking.close()


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return f'0x{value.hex()}'
    return str(value) if isinstance(value, int) and abs(value) > 2**53 else value
