"""Programs that receive messages for ever: `class Worker(ConsumerMixin)` with `get_consumers`, then `run()`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import count
from typing import Any

from celery._missing import attributes_of
from kombu.messaging import Consumer, Producer

__all__ = ['ConsumerMixin', 'ConsumerProducerMixin']
__getattr__ = attributes_of(__name__)


class ConsumerMixin:
    """Receives messages until `should_stop` is set. It needs `self.connection` and `get_consumers`."""

    connect_max_retries: int | None = None
    should_stop = False
    connection: Any

    def get_consumers(self, Consumer: Any, channel: Any) -> Iterable[Any]:
        """The consumers to receive with: `[Consumer(queues, callbacks=[self.on_task])]`."""
        raise NotImplementedError('Subclass responsibility')

    def on_connection_revived(self) -> None:
        """The connection is there again."""

    def on_consume_ready(self, connection: Any, channel: Any, consumers: Any, **kwargs: Any) -> None:
        """The consumers begin to receive."""

    def on_consume_end(self, connection: Any, channel: Any) -> None:
        """They receive no more."""

    def on_iteration(self) -> None:
        """Called before each message, and once a second."""

    def on_decode_error(self, message: Any, exc: Exception) -> None:
        """A message cannot be decoded."""
        message.ack()

    def on_connection_error(self, exc: Exception, interval: float) -> None:
        """The broker is away."""

    @contextmanager
    def extra_context(self, connection: Any, channel: Any) -> Iterator[None]:
        """What else is open while it receives."""
        yield

    def run(self, _tokens: int = 1, **kwargs: Any) -> None:
        """Receives until `should_stop` is set."""
        while not self.should_stop:
            for _ in self.consume(limit=None, **kwargs):
                pass

    @contextmanager
    def establish_connection(self) -> Iterator[Any]:
        """A connection of its own."""
        with self.connection.clone() as conn:
            yield conn.connect()

    create_connection = establish_connection

    @contextmanager
    def Consumer(self) -> Iterator[tuple[Any, Any, list[Any]]]:
        """Its consumers, receiving: connection, channel, consumers."""
        with self.establish_connection() as conn:
            self.on_connection_revived()
            channel = conn.default_channel
            make = partial(Consumer, channel, on_decode_error=self.on_decode_error)
            with ExitStack() as stack:
                found = [stack.enter_context(each) for each in self.get_consumers(make, channel)]
                yield conn, channel, found
            self.on_consume_end(conn, channel)

    @contextmanager
    def consumer_context(self, **kwargs: Any) -> Iterator[tuple[Any, Any, list[Any]]]:
        """The same, with its hooks called."""
        with (
            self.Consumer() as (connection, channel, consumers),
            self.extra_context(connection, channel),
        ):
            self.on_consume_ready(connection, channel, consumers, **kwargs)
            yield connection, channel, consumers

    def consume(
        self, limit: int | None = None, timeout: float | None = None, safety_interval: float = 1, **kwargs: Any
    ) -> Iterator[None]:
        """Drains events `limit` times; TimeoutError where nothing came for `timeout` seconds in all."""
        idle = 0.0
        with self.consumer_context(**kwargs) as (conn, _channel, _consumers):
            for _ in range(limit) if limit else count():
                if self.should_stop:
                    break
                self.on_iteration()
                try:
                    conn.drain_events(timeout=safety_interval)
                except TimeoutError:
                    idle += safety_interval
                    if timeout and idle >= timeout:
                        raise
                else:
                    yield
                    idle = 0.0


class ConsumerProducerMixin(ConsumerMixin):
    """The same with `self.producer` to answer with."""

    _producer: Producer | None = None

    @property
    def producer_connection(self) -> Any:
        """The connection that it sends over."""
        return self.connection

    @property
    def producer(self) -> Producer:
        """What it sends with."""
        if self._producer is None:
            self._producer = Producer(self.producer_connection)
        return self._producer
