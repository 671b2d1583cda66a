"""Waiting for a locked database as SQLite does it, on the simulated clock."""

from __future__ import annotations

import _sqlite3

from _sandbox import _clock, _services

# Milliseconds between two looks: those of SQLite's own busy handler (main.c, sqliteDefaultBusyCallback).
_PAUSES = (1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100)


class Lock:
    """What one connection knows of its own transaction, and how long it has waited."""

    def __init__(self) -> None:
        self._looks = 0
        self._since: int | None = None
        self._pause = 0.0
        # It has read in its transaction and not written yet: SQLite refuses at once to let it write while
        # somebody else does, for both would wait for each other.
        self._has_read = False
        self._has_written = False

    def may_wait(self, error: _sqlite3.OperationalError, timeout: float) -> bool:
        """Whether to look again after a pause."""
        if error.sqlite_errorcode != _sqlite3.SQLITE_BUSY:
            return False
        if self._has_read and not self._has_written:
            return False
        now = _clock.now()
        self._since = now if self._since is None else self._since
        left = timeout * 1000 - (now - self._since) / 1000
        self._pause = min(_PAUSES[min(self._looks, len(_PAUSES) - 1)], left)
        return self._pause > 0

    def wait(self) -> None:
        """Pause before the next look."""
        self._looks += 1
        _services.call('sql', 'wait for the lock', arguments={'pause': round(self._pause * 1000)})

    def settled(self, in_transaction: bool) -> None:
        """The statement is over; the next one waits anew."""
        self._looks, self._since = 0, None
        if not in_transaction:
            self._has_read = self._has_written = False

    def ran(self, in_transaction: bool, reads: bool, writes: bool) -> None:
        """A statement has run."""
        self._has_read = in_transaction and (self._has_read or reads)
        self._has_written = in_transaction and (self._has_written or writes)
        self.settled(in_transaction)
