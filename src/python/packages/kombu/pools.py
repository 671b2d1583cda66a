"""Pools of connections and producers; in the sandbox each `acquire` makes one anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from celery._missing import attributes_of
from kombu.connection import Connection, ConnectionPool
from kombu.messaging import Producer

__all__ = ['ProducerPool', 'connections', 'get_limit', 'producers', 'reset', 'set_limit']
__getattr__ = attributes_of(__name__)


class ProducerPool:
    """Producers of one connection's address: `with producers[conn].acquire(block=True) as producer:`."""

    def __init__(
        self, connections: ConnectionPool, *args: Any, Producer: type[Producer] = Producer, **kwargs: Any
    ) -> None:
        self.connections = connections
        self.limit = kwargs.get('limit')
        self._class = Producer
        self._options = {key: value for key, value in kwargs.items() if key != 'limit'}

    def acquire(self, block: bool = False, timeout: float | None = None) -> Producer:
        """A producer; it goes back at the end of `with`, or by its `release()`."""
        made = self._class(self.connections.acquire(), auto_declare=False, **self._options)
        made.release = made.close = made.connection.release  # type: ignore[method-assign]
        return made

    def force_close_all(self, close_pool: bool = True) -> None:
        """Nothing is kept open."""


class _ByConnection:
    """A pool for each connection: `connections[conn]`, `producers[conn]`."""

    def __init__(self, make: Callable[[Connection], Any]) -> None:
        self._make = make

    def __getitem__(self, connection: Connection) -> Any:
        return self._make(connection)


connections = _ByConnection(lambda connection: connection.Pool())
producers = _ByConnection(lambda connection: ProducerPool(connection.Pool()))

_limit = [10]


def get_limit() -> int:
    """How many connections a pool may have."""
    return _limit[0]


def set_limit(limit: int | None, force: bool = False, reset_after: bool = False, ignore_errors: bool = False) -> int | None:
    """Sets it."""
    _limit[0] = limit or 0
    return limit


def reset(*args: Any, **kwargs: Any) -> None:
    """Nothing is kept open."""
