"""Connections whose statements take simulated time, and wait for locks in it."""

from __future__ import annotations

import functools
import os
from typing import Any

import _sqlite3
from _sqlite3 import Blob as Blob

from _sandbox import _processes, _services
from sqlite3 import _ledger, _locks


class Cursor(_sqlite3.Cursor):
    """Runs statements and fetches rows."""

    def execute(self, sql: str, parameters: Any = (), /) -> Cursor:
        """Run one statement; `?` and `:name` in it stand for the parameters."""
        work = functools.partial(_sqlite3.Cursor.execute, self, sql, parameters)
        self.connection._run('execute', sql, work)
        return self

    def executemany(self, sql: str, parameters: Any, /) -> Cursor:
        """Run one statement for each of these parameters."""
        work = functools.partial(_sqlite3.Cursor.executemany, self, sql, list(parameters))
        self.connection._run('executemany', sql, work)
        return self

    def executescript(self, sql_script: str, /) -> Cursor:
        """Run several statements, after a commit."""
        work = functools.partial(_sqlite3.Cursor.executescript, self, sql_script)
        self.connection._run('executescript', sql_script, work)
        return self


class Connection(_sqlite3.Connection):
    """A connection to a database; in a `with` block it commits at the end, or rolls back."""

    def __init__(self, database: Any, timeout: float = 5.0, *args: Any, **options: Any):
        # SQLite itself must not wait: it would be in real time.
        super().__init__(database, 0, *args, **options)
        self._timeout = timeout
        self._path = _file_of(database)
        self._lock = _locks.Lock()
        if self._path is not None:
            # The files of a process that is gone are closed: its locks go, and what it had not committed.
            _processes.when_gone(functools.partial(_sqlite3.Connection.close, self))

    def _run(self, operation: str, sql: str, work: Any) -> Any:
        if self._path is None:
            return work()
        subject = _subject(sql)
        answer = _services.call('sql', operation, subject)
        if _processes.running().muted and not _reads(sql):
            # A fork does not run its modules again: this is done.
            return None
        while True:
            try:
                done = work()
                break
            except _sqlite3.OperationalError as error:
                if not self._lock.may_wait(error, self._timeout):
                    self._lock.settled(self.in_transaction)
                    raise
            self._lock.wait()
        self._lock.ran(self.in_transaction, _reads(sql), _writes(sql))
        _ledger.note(self, self._path, answer['service'], operation, subject, sql)
        return done

    def cursor(self, factory: Any = Cursor) -> Any:
        """A new cursor."""
        return super().cursor(factory)

    def execute(self, sql: str, parameters: Any = (), /) -> Any:
        """Run one statement in a new cursor."""
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any, /) -> Any:
        """Run one statement for each of these parameters, in a new cursor."""
        return self.cursor().executemany(sql, parameters)

    def executescript(self, sql_script: str, /) -> Any:
        """Run several statements in a new cursor."""
        return self.cursor().executescript(sql_script)

    def commit(self) -> None:
        """Make what the transaction has changed stay."""
        if self.in_transaction:
            self._run('commit', '', super().commit)
        else:
            super().commit()

    def rollback(self) -> None:
        """Undo what the transaction has changed."""
        if self.in_transaction:
            self._run('rollback', '', super().rollback)
        else:
            super().rollback()

    def close(self) -> None:
        """Close the connection; what was not committed is gone."""
        _ledger.forget(self)
        super().close()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> bool:
        if kind is None:
            try:
                self.commit()
            except BaseException:
                self.rollback()
                raise
        else:
            self.rollback()
        return False


def connect(
    database: Any,
    timeout: float = 5.0,
    detect_types: int = 0,
    isolation_level: str | None = 'DEFERRED',
    check_same_thread: bool = True,
    factory: Any = Connection,
    cached_statements: int = 128,
    uri: bool = False,
    *,
    autocommit: Any = _sqlite3.LEGACY_TRANSACTION_CONTROL,
) -> Any:
    """Open a database file; it is made where there is none."""
    return factory(
        database,
        timeout,
        detect_types,
        isolation_level,
        check_same_thread,
        factory,
        cached_statements,
        uri,
        autocommit=autocommit,
    )


def _file_of(database: Any) -> str | None:
    """The file that others can open too; None where there is none."""
    name = os.fsdecode(database) if isinstance(database, (str, bytes, os.PathLike)) else ''
    if name in ('', ':memory:') or 'mode=memory' in name or name.startswith('file::memory:'):
        return None
    return os.path.abspath(name.removeprefix('file:').partition('?')[0])


def _reads(sql: str) -> bool:
    return _first_word(sql) in ('SELECT', 'PRAGMA', 'EXPLAIN', 'VALUES')


def _writes(sql: str) -> bool:
    # A plain BEGIN takes no lock yet.
    words = sql.upper().split()
    begins = words[:1] in (['BEGIN'], ['SAVEPOINT'], ['RELEASE'])
    return not _reads(sql) and (not begins or words[1:2] in (['IMMEDIATE'], ['EXCLUSIVE']))


def _first_word(sql: str) -> str:
    return sql.lstrip().partition(' ')[0].upper()


def _subject(sql: str) -> str:
    text = ' '.join(sql.split())
    return text if len(text) <= 80 else f'{text[:79]}…'
