"""The tables of the database backend, for programs that look into them with `sqlite3` (rules 6.21, 6.22).

The simulation holds the results; whenever a program opens the file of its `result_backend`, or asks it something,
what is stored is written into it first. What a program writes there itself is not read by Celery.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import pickle
from typing import TYPE_CHECKING, Any

from celery import _bridge
from celery._state import state
from celery.states import EXCEPTION_STATES
from kombu.utils.json import from_json

if TYPE_CHECKING:
    import sqlite3

_SCHEMA = """
CREATE TABLE IF NOT EXISTS celery_taskmeta (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    task_id VARCHAR(155),
    status VARCHAR(50),
    result BLOB,
    date_done DATETIME,
    traceback TEXT,
    name VARCHAR(155),
    args BLOB,
    kwargs BLOB,
    worker VARCHAR(155),
    retries INTEGER,
    queue VARCHAR(155),
    UNIQUE (task_id)
);
CREATE INDEX IF NOT EXISTS ix_celery_taskmeta_date_done ON celery_taskmeta (date_done);
CREATE TABLE IF NOT EXISTS celery_tasksetmeta (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    taskset_id VARCHAR(155),
    result BLOB,
    date_done DATETIME,
    UNIQUE (taskset_id)
);
CREATE INDEX IF NOT EXISTS ix_celery_tasksetmeta_date_done ON celery_tasksetmeta (date_done);
"""
_TASK = (
    'INSERT INTO celery_taskmeta (task_id, status, result, date_done, traceback, name, args, kwargs, worker, retries,'
    ' queue) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'
    ' ON CONFLICT (task_id) DO UPDATE SET status = excluded.status, result = excluded.result,'
    ' date_done = excluded.date_done, traceback = excluded.traceback, name = excluded.name, args = excluded.args,'
    ' kwargs = excluded.kwargs, worker = excluded.worker, retries = excluded.retries, queue = excluded.queue'
)
_GROUP = (
    'INSERT INTO celery_tasksetmeta (taskset_id, result) VALUES (?, ?)'
    ' ON CONFLICT (taskset_id) DO UPDATE SET result = excluded.result'
)


def file_of(url: str) -> str | None:
    """The SQLite file that `db+sqlite:///results.sqlite` names; None for another database, or one in memory."""
    scheme, _, path = url.partition('://')
    if scheme not in ('db+sqlite', 'sqlite') or not path.startswith('/') or path in ('/', '/:memory:'):
        return None
    return os.path.abspath(path[1:])


def notice(url: Any) -> None:
    """Results go to this backend: its tables are up to date from now on, wherever `sqlite3` is used."""
    if url is None or file_of(str(url)) is None:
        return
    import _sqlite3
    import sqlite3

    if hasattr(sqlite3.connect, 'plain'):
        return
    plain = sqlite3.connect

    class Connection(sqlite3.Connection):
        """A connection to the file of results: what it is asked is answered from what is stored now."""

        def cursor(self, *args: Any, **kwargs: Any) -> Any:
            _write(self)
            return super().cursor(*args, **kwargs)

        def execute(self, *args: Any) -> Any:
            _write(self)
            return super().execute(*args)

    def connect(database: Any, *args: Any, **kwargs: Any) -> sqlite3.Connection:
        if 'factory' in kwargs or not _is_ours(database):
            return plain(database, *args, **kwargs)
        connection = plain(database, *args, factory=Connection, **kwargs)
        _sqlite3.Connection.executescript(connection, _SCHEMA)
        return connection

    connect.plain = plain  # type: ignore[attr-defined]
    sqlite3.connect = connect  # type: ignore[assignment]


def _is_ours(database: Any) -> bool:
    if not isinstance(database, (str, os.PathLike)):
        return False
    path = os.path.abspath(os.fspath(database))
    return any(file_of(str(app.conf.result_backend or '')) == path for app in state().apps)


def _write(connection: sqlite3.Connection) -> None:
    # A transaction of the program's own goes on undisturbed.
    if connection.in_transaction:
        return
    import _sqlite3

    # The backend's own way to the file: it is nobody's call of a service, and takes no time here.
    execute = lambda *args: _sqlite3.Connection.execute(connection, *args)  # noqa: E731
    held = _bridge.read_all()
    for table, column, kept in (
        ('celery_taskmeta', 'task_id', held['metas']),
        ('celery_tasksetmeta', 'taskset_id', held['groups']),
    ):
        known = {row[0] for row in execute(f'SELECT {column} FROM {table}').fetchall()}
        for gone in known - {each[0] for each in kept}:
            execute(f'DELETE FROM {table} WHERE {column} = ?', (gone,))
    for task_id, meta in held['metas']:
        execute(_TASK, _row(task_id, meta))
    for group_id, tuple_ in held['groups']:
        execute(_GROUP, (group_id, pickle.dumps(tuple_)))
    _sqlite3.Connection.commit(connection)


def _row(task_id: str, meta: dict[str, Any]) -> tuple[Any, ...]:
    result = from_json(meta['result'])
    if meta['status'] in EXCEPTION_STATES and isinstance(result, dict) and 'exc_message' in result:
        result['exc_message'] = tuple(result['exc_message'])
    return (
        task_id,
        meta['status'],
        pickle.dumps(result),
        _moment(meta['date_done']),
        meta['traceback'],
        meta.get('name'),
        _bytes(meta, 'args'),
        _bytes(meta, 'kwargs'),
        meta.get('worker'),
        meta.get('retries'),
        meta.get('queue'),
    )


def _bytes(meta: dict[str, Any], key: str) -> bytes | None:
    return json.dumps(meta[key]).encode() if key in meta else None


def _moment(text: str | None) -> str | None:
    """A column without a time zone, that holds UTC (rule 6.22)."""
    if text is None:
        return None
    moment = dt.datetime.fromisoformat(text).astimezone(dt.UTC).replace(tzinfo=None)
    return moment.strftime('%Y-%m-%d %H:%M:%S.%f')
