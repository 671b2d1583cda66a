"""Locks over Redis: a key that one holder alone has set, with a word that only the holder knows."""

from __future__ import annotations

import time
import uuid
from typing import Any

from redis.exceptions import LockError, LockNotOwnedError


class Lock:
    """A lock that processes share. With a `timeout` it frees itself, even if its holder dies."""

    def __init__(
        self,
        redis: Any,
        name: Any,
        timeout: float | None = None,
        sleep: float = 0.1,
        blocking: bool = True,
        blocking_timeout: float | None = None,
        thread_local: bool = True,
        raise_on_release_error: bool = True,
    ):
        self.redis = redis
        self.name = name
        self.timeout = timeout
        self.sleep = sleep
        self.blocking = blocking
        self.blocking_timeout = blocking_timeout
        self.raise_on_release_error = raise_on_release_error
        self._token: bytes | None = None

    def __enter__(self) -> Lock:
        if self.acquire():
            return self
        raise LockError('Unable to acquire lock within the time specified')

    def __exit__(self, *args: Any) -> None:
        try:
            self.release()
        except LockError:
            if self.raise_on_release_error:
                raise

    def acquire(
        self,
        sleep: float | None = None,
        blocking: bool | None = None,
        blocking_timeout: float | None = None,
        token: str | bytes | None = None,
    ) -> bool:
        """Wait until the lock is free, and take it; False where it did not come in time."""
        pause = self.sleep if sleep is None else sleep
        waits = self.blocking if blocking is None else blocking
        longest = self.blocking_timeout if blocking_timeout is None else blocking_timeout
        word = uuid.uuid1().hex.encode() if token is None else token
        own = word.encode() if isinstance(word, str) else word
        end = None if longest is None else time.monotonic() + longest
        expiry = None if self.timeout is None else int(self.timeout * 1000)
        while True:
            if self.redis.set(self.name, own, nx=True, px=expiry):
                self._token = own
                return True
            if not waits or (end is not None and time.monotonic() + pause > end):
                return False
            time.sleep(pause)

    def locked(self) -> bool:
        """Whether anybody holds it."""
        return bool(self.redis.exists(self.name))

    def owned(self) -> bool:
        """Whether this lock holds it."""
        held = self.redis.get(self.name)
        held = held.encode() if isinstance(held, str) else held
        return self._token is not None and held == self._token

    def release(self) -> None:
        """Let it go; LockNotOwnedError where it was no longer ours."""
        token, self._token = self._token, None
        if token is None:
            raise LockError('Cannot release an unlocked lock')
        if not self.redis.execute_command('DELEX', self.name, 'IFEQ', token):
            raise LockNotOwnedError("Cannot release a lock that's no longer owned")

    def extend(self, additional_time: float, replace_ttl: bool = False) -> bool:
        """Hold it for so many seconds more."""
        if self._token is None:
            raise LockError('Cannot extend an unlocked lock')
        if self.timeout is None:
            raise LockError('Cannot extend a lock with no timeout')
        left = 0 if replace_ttl else max(0, self.redis.pttl(self.name))
        whole = int(additional_time * 1000) + left
        if not self.redis.execute_command('SET', self.name, self._token, 'PX', whole, 'IFEQ', self._token):
            raise LockNotOwnedError("Cannot extend a lock that's no longer owned")
        return True
