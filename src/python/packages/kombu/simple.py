"""A queue of messages with `put` and `get`, as Python's own `queue.Queue` has them."""

from __future__ import annotations

from collections import deque
from queue import Empty
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, Self

from celery._missing import attributes_of
from kombu.connection import maybe_channel
from kombu.entity import Exchange, Queue
from kombu.messaging import Consumer, Producer

if TYPE_CHECKING:
    from kombu.message import Message

__all__ = ['SimpleBuffer', 'SimpleQueue']
__getattr__ = attributes_of(__name__)


class SimpleQueue:
    """`queue.put({'n': 1})`, `message = queue.get(timeout=1)`, `message.ack()`."""

    Empty = Empty

    no_ack = False
    queue_opts: ClassVar[dict[str, Any]] = {}
    queue_args: ClassVar[dict[str, Any]] = {}
    exchange_opts: ClassVar[dict[str, Any]] = {'type': 'direct'}

    def __init__(
        self,
        channel: Any,
        name: Any,
        no_ack: bool | None = None,
        queue_opts: dict[str, Any] | None = None,
        queue_args: dict[str, Any] | None = None,
        exchange_opts: dict[str, Any] | None = None,
        serializer: str | None = None,
        compression: str | None = None,
        accept: Any = None,
    ) -> None:
        self.channel = maybe_channel(channel)
        without = self.no_ack if no_ack is None else no_ack
        if isinstance(name, Queue):
            queue = name
        else:
            exchange = Exchange(name, **{**self.exchange_opts, **(exchange_opts or {})})
            options = {**self.queue_opts, **(queue_opts or {})}
            arguments = {**self.queue_args, **(queue_args or {})}
            queue = Queue(name, exchange, name, queue_arguments=arguments, **options)
        self.queue = queue(self.channel)
        exchange = self.queue.exchange
        self.producer = Producer(
            self.channel, exchange, routing_key=self.queue.routing_key, serializer=serializer
        )
        self.consumer = Consumer(self.channel, self.queue, no_ack=without, accept=accept)
        self.buffer: deque[Message] = deque()
        self.consumer.on_message = self.buffer.append
        self._consuming = False

    def get(self, block: bool = True, timeout: float | None = None) -> Message:
        """The next message; `Empty` where none comes in time."""
        if not block:
            return self.get_nowait()
        self._consume()
        until = None if timeout is None else monotonic() + timeout
        while not self.buffer:
            left = None if until is None else until - monotonic()
            if left is not None and left <= 0:
                raise self.Empty
            try:
                self.channel.connection.drain_events(timeout=left)
            except TimeoutError:
                raise self.Empty from None
        return self.buffer.popleft()

    def get_nowait(self) -> Message:
        """The next message if there is one now; `Empty` otherwise."""
        found = self.queue.get(no_ack=self.consumer.no_ack, accept=self.consumer.accept)
        if found is None:
            raise self.Empty
        return found

    def put(
        self,
        message: Any,
        serializer: str | None = None,
        headers: dict[str, Any] | None = None,
        compression: str | None = None,
        routing_key: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Sends a message to the queue."""
        self.producer.publish(
            message,
            serializer=serializer,
            headers=headers,
            compression=compression,
            routing_key=routing_key,
            **kwargs,
        )

    def clear(self) -> int:
        """Throws away what waits; how many messages there were."""
        return self.consumer.purge()

    def qsize(self) -> int:
        """How many messages wait."""
        return self.queue.queue_declare(passive=True).message_count

    def close(self) -> None:
        """Receives no more."""
        self.consumer.cancel()

    def _consume(self) -> None:
        if not self._consuming:
            self.consumer.consume(no_ack=self.consumer.no_ack)
            self._consuming = True

    def __len__(self) -> int:
        return self.qsize()

    def __bool__(self) -> bool:
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()


class SimpleBuffer(SimpleQueue):
    """A simple queue whose messages need not survive anything and are not acknowledged."""

    no_ack = True
    queue_opts: ClassVar[dict[str, Any]] = {'durable': False, 'auto_delete': True}
    exchange_opts: ClassVar[dict[str, Any]] = {
        'durable': False,
        'delivery_mode': 'transient',
        'auto_delete': True,
    }
