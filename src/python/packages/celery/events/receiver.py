"""A monitor: `app.events.Receiver(conn, handlers={'task-failed': on_failure}).capture()`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import time
from typing import Any

from celery._missing import attributes_of
from kombu.connection import maybe_channel
from kombu.mixins import ConsumerMixin

__all__ = ('EventReceiver',)
__getattr__ = attributes_of(__name__)


class EventReceiver(ConsumerMixin):
    """Hears every event whose routing key fits; `'*'` handles those that have no handler of their own."""

    app: Any = None

    def __init__(
        self,
        channel: Any,
        handlers: dict[str, Callable[[dict[str, Any]], Any]] | None = None,
        routing_key: str = '#',
        node_id: str | None = None,
        app: Any = None,
        queue_prefix: str | None = None,
        accept: Any = None,
        queue_ttl: float | None = None,
        queue_expires: float | None = None,
        queue_exclusive: bool | None = None,
        queue_durable: bool | None = None,
    ) -> None:
        self.app = app or self.app
        self._of = channel
        self.handlers = {} if handlers is None else handlers
        self.routing_key = routing_key
        self.node_id = node_id
        self.queue_prefix = queue_prefix
        self.accept = accept

    @property
    def channel(self) -> Any:
        """The channel it listens on."""
        return maybe_channel(self._of)

    @property
    def connection(self) -> Any:  # type: ignore[override]
        """The connection it listens on."""
        return self.channel.connection

    def process(self, type: str, event: dict[str, Any]) -> None:
        """Give an event to the handler of its type."""
        handler = self.handlers.get(type) or self.handlers.get('*')
        if handler:
            handler(event)

    @contextmanager
    def consumer_context(self, wakeup: bool = True, **kwargs: Any) -> Iterator[tuple[Any, Any, list[Any]]]:
        """Listens: events that come before or after are lost (rule 8.1)."""
        with self.connection.clone() as conn:
            channel = conn.default_channel
            tag = channel.monitor(self._receive, self.routing_key)
            try:
                if wakeup:
                    self.wakeup_workers(channel=channel)
                yield conn, channel, [self]
            finally:
                channel.basic_cancel(tag)

    def itercapture(
        self, limit: int | None = None, timeout: float | None = None, wakeup: bool = True
    ) -> Iterator[None]:
        """Listens for `limit` turns; TimeoutError where nothing came for `timeout` seconds in all."""
        return self.consume(limit=limit, timeout=timeout, wakeup=wakeup)

    def capture(self, limit: int | None = None, timeout: float | None = None, wakeup: bool = True) -> None:
        """The same, without giving up its turn: until `should_stop` is set where there is no limit."""
        for _ in self.consume(limit=limit, timeout=timeout, wakeup=wakeup):
            pass

    def wakeup_workers(self, channel: Any = None) -> None:
        """Let all workers send a heartbeat."""
        self.app.control.broadcast('heartbeat')

    def event_from_message(self, body: dict[str, Any], localize: bool = True, now: Any = time, **kwargs: Any) -> tuple[str, dict[str, Any]]:
        """The type of an event, and the event with the moment at which it came."""
        body['local_received'] = now()
        return body['type'], body

    def _receive(self, message: Any) -> None:
        body = message.payload
        for each in body if isinstance(body, list) else [body]:
            self.process(*self.event_from_message(each))
