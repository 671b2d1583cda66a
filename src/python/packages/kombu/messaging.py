"""Sending and receiving messages that are no tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Self

from celery import _bridge
from celery._missing import attributes_of
from celery._wire import encode
from kombu.connection import maybe_channel
from kombu.entity import Exchange, Queue
from kombu.exceptions import ContentDisallowed, SerializerNotInstalled

if TYPE_CHECKING:
    from kombu.channel import Channel
    from kombu.message import Message

__all__ = ['Consumer', 'Exchange', 'Producer', 'Queue']
__getattr__ = attributes_of(__name__)

_CONTENT = {
    'json': ('application/json', 'utf-8'),
    'yaml': ('application/x-yaml', 'utf-8'),
    'pickle': ('application/x-python-serialize', 'binary'),
    'msgpack': ('application/x-msgpack', 'binary'),
}


def _content(body: Any, serializer: str | None) -> tuple[str, str]:
    """Content type and encoding of a body: text and bytes travel as they are unless a serializer is named."""
    if serializer is None and isinstance(body, bytes):
        return 'application/data', 'binary'
    if serializer is None and isinstance(body, str):
        return 'text/plain', 'utf-8'
    found = _CONTENT.get(serializer or 'json')
    if found is None:
        raise SerializerNotInstalled(f'No encoder installed for {serializer}')
    return found


class Producer:
    """Sends messages to an exchange: `producer.publish({'n': 1}, routing_key='jobs', declare=[queue])`."""

    exchange: Exchange
    auto_declare = True
    routing_key = ''
    serializer: str | None = None
    compression: str | None = None
    on_return: Any = None

    def __init__(
        self,
        channel: Any,
        exchange: Exchange | str | None = None,
        routing_key: str | None = None,
        serializer: str | None = None,
        auto_declare: bool | None = None,
        compression: str | None = None,
        on_return: Any = None,
    ) -> None:
        self._channel = channel
        self.exchange = exchange if isinstance(exchange, Exchange) else Exchange(exchange or '')
        self.routing_key = routing_key or self.routing_key
        self.serializer = serializer or self.serializer
        self.compression = compression or self.compression
        self.on_return = on_return or self.on_return
        if auto_declare is not None:
            self.auto_declare = auto_declare
        if self.auto_declare and self.exchange.name:
            self.declare()

    @property
    def channel(self) -> Channel:
        """The channel it sends over."""
        return maybe_channel(self._channel)

    @property
    def connection(self) -> Any:
        """The connection of its channel."""
        return self.channel.connection

    def __repr__(self) -> str:
        return f'<Producer: {self._channel}>'

    def declare(self) -> None:
        """Makes its exchange, unless it is there."""
        if self.exchange.name and not self.exchange.no_declare:
            self.exchange.declare(channel=self.channel)

    def maybe_declare(self, entity: Any, retry: bool = False, **retry_policy: Any) -> bool:
        """Makes an exchange or a queue, unless this connection has done it already."""
        from kombu.common import maybe_declare

        return maybe_declare(entity, self.channel, retry, **retry_policy)

    def publish(
        self,
        body: Any,
        routing_key: str | None = None,
        delivery_mode: int | str | None = None,
        mandatory: bool = False,
        immediate: bool = False,
        priority: int = 0,
        content_type: str | None = None,
        content_encoding: str | None = None,
        serializer: str | None = None,
        headers: dict[str, Any] | None = None,
        compression: str | None = None,
        exchange: Exchange | str | None = None,
        retry: bool = False,
        retry_policy: dict[str, Any] | None = None,
        declare: Iterable[Any] | None = None,
        expiration: float | None = None,
        timeout: float | None = None,
        confirm_timeout: float | None = None,
        **properties: Any,
    ) -> None:
        """Sends a message. `declare` are queues and exchanges that have to be there first."""
        target = exchange if exchange is not None else self.exchange
        name = target.name if isinstance(target, Exchange) else target
        mode = delivery_mode or (target.delivery_mode if isinstance(target, Exchange) else None) or 2
        queues = []
        for entity in declare or ():
            if isinstance(entity, Queue):
                queues.append(entity._described())
            elif entity.name:
                entity.declare(channel=self.channel)
        type_, encoding = _content(body, serializer or self.serializer)
        said = {**properties, 'delivery_mode': 1 if mode in (1, 'transient') else 2, 'priority': priority}
        if expiration is not None:
            said['expiration'] = str(int(expiration * 1000))
        _bridge.send(
            {
                'exchange': name or '',
                'routingKey': self.routing_key if routing_key is None else routing_key,
                'body': encode(body, tuples=False),
                'headers': {str(key): encode(value) for key, value in (headers or {}).items()},
                'properties': {key: encode(value) for key, value in said.items()},
                'contentType': content_type or type_,
                'contentEncoding': content_encoding or encoding,
                'declare': queues,
                'retry': dict(retry_policy or {}) if retry else None,
            }
        )

    def revive(self, channel: Any) -> None:
        """Goes on with another channel."""
        self._channel = channel

    def release(self) -> None:
        """Nothing to give back."""

    close = release

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.release()


class Consumer:
    """Receives messages of queues: each goes to the callbacks while `connection.drain_events()` runs.

    A callback gets `(body, message)` and settles the message with `message.ack()`, `reject()` or `requeue()`.
    """

    no_ack: bool | None = None
    auto_declare = True
    callbacks: list[Callable[[Any, Message], Any]] | None = None
    on_message: Callable[[Message], Any] | None = None
    on_decode_error: Callable[[Message, Exception], Any] | None = None
    accept: Any = None
    prefetch_count: int | None = None

    def __init__(
        self,
        channel: Any,
        queues: Queue | Iterable[Queue] | None = None,
        no_ack: bool | None = None,
        auto_declare: bool | None = None,
        callbacks: Iterable[Callable[[Any, Message], Any]] | None = None,
        on_decode_error: Callable[[Message, Exception], Any] | None = None,
        on_message: Callable[[Message], Any] | None = None,
        accept: Iterable[str] | None = None,
        prefetch_count: int | None = None,
        tag_prefix: str | None = None,
    ) -> None:
        self.channel: Channel = maybe_channel(channel)
        self._queues: dict[str, Queue] = {}
        self._tags: dict[str, str] = {}
        self.no_ack = self.no_ack if no_ack is None else no_ack
        self.callbacks = list(callbacks if callbacks is not None else self.callbacks or [])
        self.on_message = on_message or self.on_message
        self.on_decode_error = on_decode_error or self.on_decode_error
        self.accept = set(accept) if accept is not None else self.accept
        self.prefetch_count = self.prefetch_count if prefetch_count is None else prefetch_count
        self.tag_prefix = tag_prefix
        if auto_declare is not None:
            self.auto_declare = auto_declare
        for queue in [queues] if isinstance(queues, Queue) else list(queues or []):
            self._queues[queue.name] = queue(self.channel)
        if self.auto_declare:
            self.declare()
        if self.prefetch_count is not None:
            self.qos(prefetch_count=self.prefetch_count)

    @property
    def queues(self) -> list[Queue]:
        """The queues it receives from."""
        return list(self._queues.values())

    @property
    def connection(self) -> Any:
        """The connection of its channel."""
        return self.channel.connection

    def declare(self) -> None:
        """Makes its queues, unless they are there."""
        for queue in self._queues.values():
            queue.declare()

    def register_callback(self, callback: Callable[[Any, Message], Any]) -> None:
        """Calls this one too with each message."""
        assert self.callbacks is not None
        self.callbacks.append(callback)

    def add_queue(self, queue: Queue) -> Queue:
        """Receives from one more queue, after the next `consume()`."""
        bound = queue(self.channel)
        if self.auto_declare:
            bound.declare()
        self._queues[queue.name] = bound
        return bound

    def consume(self, no_ack: bool | None = None) -> None:
        """Begins to receive."""
        without = bool(self.no_ack if no_ack is None else no_ack)
        for name, queue in self._queues.items():
            if name in self._tags:
                continue
            tag = self.channel.new_tag(self.tag_prefix or '')
            self._tags[name] = tag
            self.channel.basic_consume(
                name, no_ack=without or queue.no_ack, callback=self._received, consumer_tag=tag
            )

    def cancel(self) -> None:
        """Receives no more; what it holds stays with its channel."""
        for tag in self._tags.values():
            self.channel.basic_cancel(tag)
        self._tags = {}

    close = cancel

    def cancel_by_queue(self, queue: Queue | str) -> None:
        """Receives from this queue no more."""
        name = queue.name if isinstance(queue, Queue) else queue
        self._queues.pop(name, None)
        tag = self._tags.pop(name, None)
        if tag is not None:
            self.channel.basic_cancel(tag)

    def consuming_from(self, queue: Queue | str) -> bool:
        """Whether it receives from this queue."""
        return (queue.name if isinstance(queue, Queue) else queue) in self._tags

    def purge(self) -> int:
        """Throws away what waits in its queues."""
        return sum(queue.purge() or 0 for queue in self._queues.values())

    def qos(self, prefetch_size: int = 0, prefetch_count: int = 0, apply_global: bool = False) -> None:
        """How many messages it may hold at once; 0: any number."""
        self.channel.basic_qos(prefetch_size, prefetch_count, apply_global)

    def receive(self, body: Any, message: Message) -> None:
        """A message has come: the callbacks get it."""
        if not self.callbacks:
            raise NotImplementedError('Consumer does not have any callbacks')
        for callback in self.callbacks:
            callback(body, message)

    def _received(self, message: Message) -> None:
        message.accept = self.accept
        if self.on_message is not None:
            self.on_message(message)
            return
        try:
            body = message.decode()
        except ContentDisallowed as exc:
            if self.on_decode_error is None:
                raise
            self.on_decode_error(message, exc)
            return
        self.receive(body, message)

    def revive(self, channel: Any) -> None:
        """Goes on with another channel."""
        self.channel = maybe_channel(channel)
        self._tags = {}
        self._queues = {name: queue(self.channel) for name, queue in self._queues.items()}

    def __enter__(self) -> Self:
        self.consume()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.cancel()

    def __repr__(self) -> str:
        return f'<{type(self).__name__}: {self.queues}>'
