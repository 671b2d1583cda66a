"""Common declarations."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar

from celery._missing import attributes_of
from celery.utils import uuid
from kombu.connection import maybe_channel
from kombu.entity import Exchange, Queue
from kombu.exceptions import ChannelError

if TYPE_CHECKING:
    from kombu.connection import Connection
    from kombu.messaging import Consumer

__all__ = ['Broadcast', 'drain_consumer', 'eventloop', 'itermessages', 'maybe_declare', 'uuid']
__getattr__ = attributes_of(__name__)


class Broadcast(Queue):
    """A queue of one's own for every worker, behind one fanout exchange: all of them get each message (rule 2.13)."""

    attrs: ClassVar[tuple[tuple[str, Any], ...]] = (*Queue.attrs, ('queue', None))

    def __init__(
        self,
        name: str | None = None,
        queue: str | None = None,
        unique: bool = False,
        auto_delete: bool = True,
        exchange: Exchange | None = None,
        alias: str | None = None,
        **kwargs: Any,
    ) -> None:
        own = f'{queue or "bcast"}.{uuid()}' if unique else queue or f'bcast.{uuid()}'
        super().__init__(
            name=own,
            exchange=Exchange(name or '', type='fanout') if exchange is None else exchange,
            alias=alias or name,
            auto_delete=auto_delete,
            **kwargs,
        )

    def _described(self) -> dict[str, Any]:
        """The queue for the simulation, marked: a publish does not declare it (rule 1.23)."""
        return {**super()._described(), 'broadcast': True}


def maybe_declare(entity: Any, channel: Any = None, retry: bool = False, **retry_policy: Any) -> bool:
    """Makes a queue or an exchange, unless this connection has done it already; says whether it did."""
    found = maybe_channel(channel) if channel is not None else (entity.channel if entity.is_bound else None)
    if found is None:
        raise ChannelError(f'channel is None and entity {entity} not bound.')
    known: set[Any] = found.connection.declared_entities if found.connection is not None else set()
    name = (type(entity).__name__, entity.name)
    if name in known:
        return False
    entity.bind(found).declare()
    known.add(name)
    return True


def drain_consumer(
    consumer: Consumer, limit: int | None = 1, timeout: float | None = None, callbacks: Any = None
) -> Iterator[tuple[Any, Any]]:
    """`(body, message)` of each message that the consumer receives."""
    received: deque[tuple[Any, Any]] = deque()
    consumer.callbacks = [*(callbacks or ()), lambda body, message: received.append((body, message))]
    with consumer:
        for _ in eventloop(consumer.connection, limit=limit, timeout=timeout, ignore_timeouts=True):
            while received:
                yield received.popleft()


def itermessages(
    conn: Connection,
    channel: Any,
    queue: Queue,
    limit: int | None = 1,
    timeout: float | None = None,
    callbacks: Any = None,
    **kwargs: Any,
) -> Iterator[tuple[Any, Any]]:
    """`(body, message)` of each message of a queue."""
    consumer = conn.Consumer(queues=[queue], channel=channel, **kwargs)
    return drain_consumer(consumer, limit=limit, timeout=timeout, callbacks=callbacks)


def eventloop(
    conn: Connection, limit: int | None = None, timeout: float | None = None, ignore_timeouts: bool = False
) -> Iterator[Any]:
    """Drains events `limit` times, or for ever: one turn a message."""
    for _ in count() if limit is None or limit == 0 else range(limit):
        try:
            yield conn.drain_events(timeout=timeout)
        except TimeoutError:
            if timeout and not ignore_timeouts:
                raise
