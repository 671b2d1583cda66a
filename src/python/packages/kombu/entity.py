"""Exchanges, queues and bindings: what a program says about the broker. Nothing is declared here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

from kombu.exceptions import NotBoundError

__all__ = ['Exchange', 'Queue', 'binding']

TRANSIENT_DELIVERY_MODE = 1
PERSISTENT_DELIVERY_MODE = 2
_DELIVERY_MODES = {'transient': TRANSIENT_DELIVERY_MODE, 'persistent': PERSISTENT_DELIVERY_MODE}


class Exchange:
    """Where messages are sent to; it copies each one to the queues whose binding fits the routing key.

    `type` is `direct` (the key is equal), `topic` (`*` is one word, `#` any number), `fanout` (every queue)
    or `headers`.
    """

    TRANSIENT_DELIVERY_MODE = TRANSIENT_DELIVERY_MODE
    PERSISTENT_DELIVERY_MODE = PERSISTENT_DELIVERY_MODE

    def __init__(
        self,
        name: str = '',
        type: str = '',
        channel: Any = None,
        *,
        durable: bool = True,
        auto_delete: bool = False,
        delivery_mode: int | str | None = None,
        arguments: dict[str, Any] | None = None,
        passive: bool = False,
        no_declare: bool = False,
    ) -> None:
        self.name = name
        self.type = type or 'direct'
        self.durable = durable
        self.auto_delete = auto_delete
        self.delivery_mode = (
            _DELIVERY_MODES.get(delivery_mode, delivery_mode)
            if isinstance(delivery_mode, str)
            else delivery_mode
        )
        self.arguments = dict(arguments or {})
        self.passive = passive
        self.no_declare = no_declare

    def as_dict(self, recurse: bool = False) -> dict[str, Any]:
        """The exchange as plain data."""
        return {
            'name': self.name,
            'type': self.type,
            'durable': self.durable,
            'auto_delete': self.auto_delete,
            'delivery_mode': self.delivery_mode,
            'arguments': self.arguments,
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Exchange) and self.as_dict() == other.as_dict()

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return f'Exchange {self.name or repr("")}({self.type})'

    def __repr__(self) -> str:
        return f'<unbound {self}>'


class binding:
    """One more way from an exchange to a queue: `Queue('all', bindings=[binding(news, 'feed.#')])`."""

    def __init__(
        self,
        exchange: Exchange | None = None,
        routing_key: str = '',
        arguments: dict[str, Any] | None = None,
        unbind_arguments: dict[str, Any] | None = None,
    ) -> None:
        self.exchange = exchange
        self.routing_key = routing_key
        self.arguments = arguments
        self.unbind_arguments = unbind_arguments

    def as_dict(self) -> dict[str, Any]:
        """The binding as plain data."""
        return {
            'exchange': self.exchange.as_dict() if self.exchange else None,
            'routing_key': self.routing_key,
            'arguments': self.arguments,
        }

    def __str__(self) -> str:
        return f'{self.exchange.name if self.exchange else ""}->{self.routing_key}'

    def __repr__(self) -> str:
        return f'<binding: {self}>'


class Queue:
    """A queue, the exchange it hangs on and the routing key that leads to it.

    Without an exchange Celery gives it the default one. `queue_arguments` are the broker's own
    (`x-max-priority`, `x-message-ttl` in milliseconds...); `expires` and `message_ttl` are seconds.
    """

    def __init__(
        self,
        name: str = '',
        exchange: Exchange | str | Iterable[binding] | None = None,
        routing_key: str = '',
        channel: Any = None,
        bindings: Iterable[binding] | None = None,
        on_declared: Callable[..., Any] | None = None,
        *,
        queue_arguments: dict[str, Any] | None = None,
        binding_arguments: dict[str, Any] | None = None,
        consumer_arguments: dict[str, Any] | None = None,
        durable: bool = True,
        exclusive: bool = False,
        auto_delete: bool = False,
        no_ack: bool = False,
        alias: str | None = None,
        no_declare: bool | None = None,
        expires: float | None = None,
        message_ttl: float | None = None,
        max_length: int | None = None,
        max_length_bytes: int | None = None,
        max_priority: int | None = None,
    ) -> None:
        self.name = name
        self.channel = channel
        # In place of an exchange there may be bindings: `Queue('all', [binding(news, 'a'), binding(news, 'b')])`.
        several = isinstance(exchange, (list, tuple, set))
        self.exchange = None if several else Exchange(exchange) if isinstance(exchange, str) else exchange
        self.routing_key = routing_key
        self.bindings = [*(exchange if several else ()), *(bindings or ())]
        self.on_declared = on_declared
        self.queue_arguments = queue_arguments
        self.binding_arguments = binding_arguments
        self.consumer_arguments = consumer_arguments
        self.durable = durable
        # An exclusive queue belongs to one connection, so it goes with it.
        self.exclusive = exclusive
        self.auto_delete = auto_delete or exclusive
        self.no_ack = no_ack
        self.alias = alias
        self.no_declare = no_declare
        self.expires = expires
        self.message_ttl = message_ttl
        self.max_length = max_length
        self.max_length_bytes = max_length_bytes
        self.max_priority = max_priority

    @property
    def arguments(self) -> dict[str, Any]:
        """The `x-` arguments of the declaration, the short forms included (rule 2.18)."""
        short = {
            'x-expires': None if self.expires is None else int(self.expires * 1000),
            'x-message-ttl': None if self.message_ttl is None else int(self.message_ttl * 1000),
            'x-max-length': self.max_length,
            'x-max-length-bytes': self.max_length_bytes,
            'x-max-priority': self.max_priority,
        }
        return {
            **(self.queue_arguments or {}),
            **{key: value for key, value in short.items() if value is not None},
        }

    def __call__(self, channel: Any) -> Queue:
        """The same queue with a channel to the broker: what it is told now happens there."""
        return self.bind(channel)

    def bind(self, channel: Any) -> Queue:
        """The same queue with a channel to the broker."""
        bound = copy(self)
        bound.channel = channel
        return bound

    def declare(self, nowait: bool = False, channel: Any = None) -> str:
        """Makes the queue, its exchange and its bindings, unless they are there."""
        self._on(channel).declare(self)
        return self.name

    def get(self, no_ack: bool | None = None, accept: Any = None) -> Any:
        """The next message, which leaves the queue; None where none waits."""
        return self._on().basic_get(self.name, no_ack=bool(no_ack))

    def _on(self, channel: Any = None) -> Any:
        found = channel or self.channel
        if found is None:
            raise NotBoundError(f"Can't call method on {type(self).__name__} not bound to a channel")
        return found

    def as_dict(self, recurse: bool = False) -> dict[str, Any]:
        """The queue as plain data; `queue_arguments` is complete."""
        return {
            'name': self.name,
            'exchange': self.exchange.as_dict() if self.exchange else None,
            'routing_key': self.routing_key,
            'bindings': [each.as_dict() for each in self.bindings],
            'queue_arguments': self.arguments,
            'binding_arguments': self.binding_arguments,
            'consumer_arguments': self.consumer_arguments,
            'durable': self.durable,
            'exclusive': self.exclusive,
            'auto_delete': self.auto_delete,
            'no_ack': self.no_ack,
            'alias': self.alias,
            'no_declare': self.no_declare,
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Queue) and self.as_dict() == other.as_dict()

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return f'Queue {self.name} -> {self.exchange!r} -> {self.routing_key}'

    def __repr__(self) -> str:
        return f'<unbound {self}>'
