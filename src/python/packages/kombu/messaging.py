"""Sending and taking messages without a task. In the sandbox tasks and workers do that."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from celery._missing import refuse
from kombu.entity import Exchange, Queue
from kombu.exceptions import ContentDisallowed

__all__ = ['Consumer', 'Producer']


def _channel_of(channel: Any) -> Any:
    return getattr(channel, 'default_channel', channel)


class Producer:
    """Somebody who sends to an exchange. `add.apply_async(args, producer=producer)` takes one as Celery does."""

    exchange: Any = None
    routing_key = ''
    serializer: str | None = None
    compression: str | None = None
    auto_declare = True
    on_return: Callable[..., Any] | None = None

    def __init__(
        self,
        channel: Any,
        exchange: Exchange | str | None = None,
        routing_key: str | None = None,
        serializer: str | None = None,
        auto_declare: bool | None = None,
        compression: str | None = None,
        on_return: Callable[..., Any] | None = None,
    ) -> None:
        self._channel = channel
        self.exchange = Exchange('') if exchange is None else exchange
        self.routing_key = routing_key or self.routing_key
        self.serializer = serializer or self.serializer
        self.compression = compression or self.compression
        self.on_return = on_return or self.on_return
        self.auto_declare = self.auto_declare if auto_declare is None else auto_declare
        if channel:
            self.revive(channel)

    @property
    def channel(self) -> Any:
        """The channel it sends by."""
        return _channel_of(self._channel)

    @property
    def connection(self) -> Any:
        """The connection it sends by."""
        return self.channel.connection

    def revive(self, channel: Any) -> None:
        """Go on with another channel."""
        self._channel = _channel_of(channel)
        if isinstance(self.exchange, str):
            self.exchange = Exchange(self.exchange)
        self.exchange = self.exchange(self._channel)
        if self.auto_declare:
            self.declare()

    def declare(self) -> None:
        """Makes the exchange, unless it is there."""
        if self.exchange.name:
            self.exchange.declare()

    def maybe_declare(self, entity: Any, retry: bool = False, **retry_policy: Any) -> Any:
        """Makes a queue or an exchange, unless it is there."""
        return entity.bind(self.channel).declare() if entity else None

    def publish(
        self,
        body: Any,
        routing_key: str | None = None,
        delivery_mode: Any = None,
        mandatory: bool = False,
        immediate: bool = False,
        priority: int = 0,
        content_type: str | None = None,
        content_encoding: str | None = None,
        serializer: str | None = None,
        headers: dict[str, Any] | None = None,
        compression: str | None = None,
        exchange: Any = None,
        retry: bool = False,
        retry_policy: dict[str, Any] | None = None,
        declare: Iterable[Any] | None = None,
        expiration: float | None = None,
        timeout: float | None = None,
        confirm_timeout: float | None = None,
        **properties: Any,
    ) -> NoReturn:
        """Send a message that is no task: the sandbox carries tasks alone."""
        refuse('kombu.Producer.publish')

    def release(self) -> None:
        """Nothing is open."""

    close = release

    def __enter__(self) -> Producer:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.release()

    def __repr__(self) -> str:
        return f'<Producer: {self._channel}>'


class Consumer:
    """Somebody who takes messages of queues. It declares them; what takes their messages here are workers."""

    ContentDisallowed = ContentDisallowed

    auto_declare = True

    def __init__(
        self,
        channel: Any,
        queues: Queue | Iterable[Queue] | None = None,
        no_ack: bool | None = None,
        auto_declare: bool | None = None,
        callbacks: Iterable[Callable[..., Any]] | None = None,
        on_decode_error: Callable[..., Any] | None = None,
        on_message: Callable[..., Any] | None = None,
        accept: Iterable[str] | None = None,
        prefetch_count: int | None = None,
        tag_prefix: str | None = None,
    ) -> None:
        given = [queues] if isinstance(queues, Queue) else list(queues or ())
        self.channel = _channel_of(channel)
        self.no_ack = no_ack
        self.auto_declare = self.auto_declare if auto_declare is None else auto_declare
        self.callbacks = list(callbacks or ())
        self.on_decode_error = on_decode_error
        self.on_message = on_message
        self.accept = accept
        self.prefetch_count = prefetch_count
        self.tag_prefix = tag_prefix
        self._queues = {queue.name: queue(self.channel) for queue in given}
        if channel and self.auto_declare:
            self.declare()

    @property
    def queues(self) -> list[Queue]:
        """The queues that it is for."""
        return list(self._queues.values())

    def declare(self) -> None:
        """Makes its queues, unless they are there."""
        for queue in self.queues:
            queue.declare()

    def register_callback(self, callback: Callable[..., Any]) -> None:
        """One more function of (body, message)."""
        self.callbacks.append(callback)

    def add_queue(self, queue: Queue) -> Queue:
        """One more queue."""
        bound = queue(self.channel)
        if self.auto_declare:
            bound.declare()
        self._queues[bound.name] = bound
        return bound

    def consuming_from(self, queue: Queue | str) -> bool:
        """Whether it is for a queue."""
        return (queue.name if isinstance(queue, Queue) else queue) in self._queues

    def purge(self) -> int:
        """Throw away what waits in its queues; how many messages there were."""
        return sum(queue.purge() for queue in self.queues)

    def consume(self, no_ack: bool | None = None) -> NoReturn:
        """Take messages from now on: workers do that here."""
        refuse('kombu.Consumer.consume')

    def cancel(self) -> None:
        """It takes no messages."""

    close = cancel

    def __enter__(self) -> Consumer:
        self.consume()

    def __exit__(self, *exc_info: object) -> None:
        self.cancel()

    def __repr__(self) -> str:
        return f'<Consumer: {self.queues}>'
