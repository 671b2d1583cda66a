"""Exchanges, queues and bindings: what a program says about the broker. Bound to a channel they are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from kombu.abstract import MaybeChannelBound, Object
from kombu.exceptions import ContentDisallowed

__all__ = ['Exchange', 'Queue', 'binding']

TRANSIENT_DELIVERY_MODE = 1
PERSISTENT_DELIVERY_MODE = 2
DELIVERY_MODES = {'transient': TRANSIENT_DELIVERY_MODE, 'persistent': PERSISTENT_DELIVERY_MODE}


def maybe_delivery_mode(
    v: Any, modes: dict[str, int] | None = None, default: int = PERSISTENT_DELIVERY_MODE
) -> int:
    """A delivery mode by its name or number; `default` for none."""
    return int((modes or DELIVERY_MODES).get(v, v) if v else default)


def _shown(value: Any) -> str:
    return repr(value) if not isinstance(value, str) else value


class Exchange(MaybeChannelBound):
    """Where messages are sent to; it copies each one to the queues whose binding fits the routing key.

    `type` is `direct` (the key is equal), `topic` (`*` is one word, `#` any number), `fanout` (every queue)
    or `headers`. Further fields: `durable`, `auto_delete`, `delivery_mode` (`'transient'` or `'persistent'`),
    `arguments`, `passive`, `no_declare`.
    """

    TRANSIENT_DELIVERY_MODE = TRANSIENT_DELIVERY_MODE
    PERSISTENT_DELIVERY_MODE = PERSISTENT_DELIVERY_MODE

    name: str = ''
    type: str = 'direct'
    #: It outlives a restart of the broker.
    durable: bool = True
    #: It goes with the last queue that hangs on it.
    auto_delete: bool = False
    #: It must be there already.
    passive: bool = False
    delivery_mode: int | None = None
    arguments: dict[str, Any] | None
    #: Somebody else declares it.
    no_declare: bool = False

    attrs: ClassVar[tuple[tuple[str, Any], ...]] = (
        ('name', None),
        ('type', None),
        ('arguments', None),
        ('durable', bool),
        ('passive', bool),
        ('auto_delete', bool),
        ('delivery_mode', lambda mode: DELIVERY_MODES.get(mode) or mode),
        ('no_declare', bool),
    )

    def __init__(self, name: str = '', type: str = '', channel: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.name = name or self.name
        self.type = type or self.type
        self.maybe_bind(channel)

    def declare(self, nowait: bool = False, passive: bool | None = None, channel: Any = None) -> Any:
        """Makes the exchange, unless it is there."""
        if self.name and not self.no_declare:
            return (channel or self.channel).exchange_declare(self._described())
        return None

    def bind_to(
        self,
        exchange: Exchange | str = '',
        routing_key: str = '',
        arguments: dict[str, Any] | None = None,
        nowait: bool = False,
        channel: Any = None,
        **kwargs: Any,
    ) -> Any:
        """Let what another exchange gets come here too."""
        return (channel or self.channel).exchange_bind(self.name, _name_of(exchange), routing_key, arguments)

    def unbind_from(
        self,
        source: Exchange | str = '',
        routing_key: str = '',
        nowait: bool = False,
        arguments: dict[str, Any] | None = None,
        channel: Any = None,
    ) -> Any:
        """Undo `bind_to`."""
        return (channel or self.channel).exchange_unbind(self.name, _name_of(source), routing_key, arguments)

    def Message(
        self,
        body: Any,
        delivery_mode: int | str | None = None,
        properties: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> Any:
        """A message for `publish`."""
        given = {**(properties or {}), 'delivery_mode': maybe_delivery_mode(delivery_mode or self.delivery_mode)}
        return self.channel.prepare_message(body, properties=given, **kwargs)

    def publish(
        self,
        message: Any,
        routing_key: str | None = None,
        mandatory: bool = False,
        immediate: bool = False,
        exchange: Any = None,
    ) -> Any:
        """Send a message here."""
        return self.channel.basic_publish(message, exchange=exchange or self.name, routing_key=routing_key)

    def delete(self, if_unused: bool = False, nowait: bool = False) -> Any:
        """Take the exchange away from the broker."""
        return self.channel.exchange_delete(self.name)

    def binding(
        self,
        routing_key: str = '',
        arguments: dict[str, Any] | None = None,
        unbind_arguments: dict[str, Any] | None = None,
    ) -> Any:
        """A binding to this exchange."""
        return binding(self, routing_key, arguments, unbind_arguments)

    def _described(self) -> dict[str, Any]:
        """The exchange for the simulation."""
        return {**self.as_dict(), 'arguments': dict(self.arguments or {})}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Exchange):
            return NotImplemented
        same = ('name', 'type', 'arguments', 'durable', 'auto_delete', 'delivery_mode')
        return all(getattr(self, field) == getattr(other, field) for field in same)

    def __hash__(self) -> int:
        return hash(f'E|{self.name}')

    def __str__(self) -> str:
        return f'Exchange {_shown(self.name) or repr("")}({self.type})'

    def __repr__(self) -> str:
        return self._repr_entity(self)

    @property
    def can_cache_declaration(self) -> bool:  # type: ignore[override]
        """Whether it need not be declared a second time."""
        return not self.auto_delete


class binding(Object):
    """One more way from an exchange to a queue: `Queue('all', bindings=[binding(news, 'feed.#')])`."""

    attrs: ClassVar[tuple[tuple[str, Any], ...]] = (
        ('exchange', None),
        ('routing_key', None),
        ('arguments', None),
        ('unbind_arguments', None),
    )

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

    def declare(self, channel: Any, nowait: bool = False) -> None:
        """Makes its exchange, unless it is there."""
        if self.exchange and self.exchange.name:
            self.exchange.declare(channel=channel, nowait=nowait)

    def _described(self) -> dict[str, Any]:
        """The binding for the simulation."""
        return {
            'exchange': self.exchange._described() if self.exchange else None,
            'routing_key': self.routing_key,
            'arguments': self.arguments,
        }

    def __str__(self) -> str:
        name = '' if self.exchange is None else self.exchange.name
        return f'{_shown(name)}->{_shown(self.routing_key)}'

    def __repr__(self) -> str:
        return f'<binding: {self}>'


class Queue(MaybeChannelBound):
    """A queue, the exchange it hangs on and the routing key that leads to it.

    Without an exchange Celery gives it the default one. Further fields: `queue_arguments` are the broker's own
    (`x-max-priority`, `x-message-ttl` in milliseconds...), `binding_arguments`, `consumer_arguments`, `durable`,
    `exclusive`, `auto_delete`, `no_ack`, `alias`, `no_declare`; `expires` and `message_ttl` in seconds;
    `max_length`, `max_length_bytes`, `max_priority`.
    """

    ContentDisallowed = ContentDisallowed

    name: str = ''
    exchange: Exchange | None = Exchange('')
    routing_key: str = ''
    #: It outlives a restart of the broker.
    durable: bool = True
    #: It belongs to one connection and goes with it.
    exclusive: bool = False
    #: It goes with the last one that takes from it.
    auto_delete: bool = False
    no_ack: bool = False
    queue_arguments: dict[str, Any] | None
    binding_arguments: dict[str, Any] | None
    consumer_arguments: dict[str, Any] | None
    alias: str | None
    no_declare: bool | None
    expires: float | None
    message_ttl: float | None
    max_length: int | None
    max_length_bytes: int | None
    max_priority: int | None

    attrs: ClassVar[tuple[tuple[str, Any], ...]] = (
        ('name', None),
        ('exchange', None),
        ('routing_key', None),
        ('queue_arguments', None),
        ('binding_arguments', None),
        ('consumer_arguments', None),
        ('durable', bool),
        ('exclusive', bool),
        ('auto_delete', bool),
        ('no_ack', None),
        ('alias', None),
        ('bindings', list),
        ('no_declare', bool),
        ('expires', float),
        ('message_ttl', float),
        ('max_length', int),
        ('max_length_bytes', int),
        ('max_priority', int),
    )

    def __init__(
        self,
        name: str = '',
        exchange: Exchange | str | Iterable[binding] | None = None,
        routing_key: str = '',
        channel: Any = None,
        bindings: Iterable[binding] | None = None,
        on_declared: Callable[..., Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.name = name or self.name
        if isinstance(exchange, str):
            self.exchange = Exchange(exchange)
        elif isinstance(exchange, Exchange):
            self.exchange = exchange
        self.routing_key = routing_key or self.routing_key
        # In place of an exchange there may be bindings: `Queue('all', [binding(news, 'a'), binding(news, 'b')])`.
        several = exchange if isinstance(exchange, (list, tuple, set)) else ()
        self.bindings = dict.fromkeys([*(bindings or ()), *several]).keys()
        if self.bindings:
            self.exchange = None
        self.on_declared = on_declared
        if self.exclusive:
            self.auto_delete = True
        self.maybe_bind(channel)

    def when_bound(self) -> None:
        """Its exchange has the channel as well."""
        if self.exchange:
            self.exchange = self.exchange(self.channel)

    def declare(self, nowait: bool = False, channel: Any = None) -> str:
        """Makes the queue, its exchange and its bindings, unless they are there."""
        if not self.no_declare:
            (channel or self.channel).declare(self._described())
            if self.on_declared is not None:
                self.on_declared(self.name, 0, 0)
        return self.name

    def get(self, no_ack: bool | None = None, accept: Any = None) -> Any:
        """The next message, which stays with the broker until it is settled; None where none waits."""
        message = self.channel.basic_get(self.name, no_ack=bool(self.no_ack if no_ack is None else no_ack))
        if message is not None and accept is not None:
            message.accept = set(accept)
        return message

    def queue_declare(self, nowait: bool = False, passive: bool = False, channel: Any = None) -> Any:
        """Makes the queue alone, or asks how long it is (`passive=True`): NotFound where it is not there."""
        return (channel or self.channel).queue_declare(
            self.name,
            passive=passive,
            durable=self.durable,
            exclusive=self.exclusive,
            auto_delete=self.auto_delete,
            arguments=self._described()['queue_arguments'],
        )

    def purge(self, nowait: bool = False) -> int:
        """Throw away what waits in the queue; how many messages there were."""
        return int(self.channel.queue_purge(self.name) or 0)

    def consume(
        self,
        consumer_tag: str = '',
        callback: Callable[..., Any] | None = None,
        no_ack: bool | None = None,
        nowait: bool = False,
        on_cancel: Callable[..., Any] | None = None,
    ) -> Any:
        """Take messages from now on: the callback gets each one while events are drained."""
        return self.channel.basic_consume(
            self.name,
            no_ack=bool(self.no_ack if no_ack is None else no_ack),
            callback=callback,
            consumer_tag=consumer_tag or None,
        )

    def cancel(self, consumer_tag: str) -> Any:
        """Take no more messages."""
        return self.channel.basic_cancel(consumer_tag)

    def delete(self, if_unused: bool = False, if_empty: bool = False, nowait: bool = False) -> Any:
        """Take the queue away from the broker, with what waits in it."""
        return self.channel.queue_delete(self.name, if_unused=if_unused, if_empty=if_empty)

    @classmethod
    def from_dict(cls, queue: str, **options: Any) -> Queue:
        """A queue of a setting: `exchange`, `exchange_type`, `binding_key` and the fields of a queue."""
        found = {field: options.get(f'queue_{field}', options.get(field)) for field in ('durable', 'auto_delete')}
        exchange = Exchange(
            options.get('exchange') or '',
            type=options.get('exchange_type') or '',
            delivery_mode=options.get('delivery_mode'),
            durable=options.get('exchange_durable', options.get('durable')),
            auto_delete=options.get('exchange_auto_delete', options.get('auto_delete')),
            arguments=options.get('exchange_arguments'),
        )
        taken = ('queue_arguments', 'binding_arguments', 'consumer_arguments', 'bindings')
        return cls(
            queue,
            exchange=exchange,
            routing_key=options.get('binding_key') or options.get('routing_key') or '',
            exclusive=options.get('exclusive'),
            no_ack=options.get('no_ack'),
            **found,
            **{field: options.get(field) for field in taken},
        )

    def _described(self) -> dict[str, Any]:
        """The queue for the simulation; `queue_arguments` is complete (rule 2.18)."""
        own = self.exchange is not None and self.exchange != Exchange('')
        short = {
            'x-expires': None if self.expires is None else int(self.expires * 1000),
            'x-message-ttl': None if self.message_ttl is None else int(self.message_ttl * 1000),
            'x-max-length': self.max_length,
            'x-max-length-bytes': self.max_length_bytes,
            'x-max-priority': self.max_priority,
        }
        given = {key: value for key, value in short.items() if value is not None}
        shown = ('name', 'routing_key', 'binding_arguments', 'consumer_arguments', 'durable', 'exclusive')
        return {
            **{field: getattr(self, field) for field in (*shown, 'auto_delete', 'no_ack', 'alias', 'no_declare')},
            'exchange': self.exchange._described() if own and self.exchange is not None else None,
            'bindings': [each._described() for each in self.bindings],
            'queue_arguments': {**(self.queue_arguments or {}), **given},
        }

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Queue):
            return NotImplemented
        same = ('name', 'exchange', 'routing_key', 'queue_arguments', 'binding_arguments', 'consumer_arguments')
        return all(
            getattr(self, field) == getattr(other, field)
            for field in (*same, 'durable', 'exclusive', 'auto_delete')
        )

    def __hash__(self) -> int:
        return hash(f'Q|{self.name}')

    def __repr__(self) -> str:
        if self.bindings:
            listed = f'[{", ".join(map(str, self.bindings))}]'
            return self._repr_entity(f'Queue {_shown(self.name)} -> {listed}')
        return self._repr_entity(
            f'Queue {_shown(self.name)} -> {self.exchange!r} -> {_shown(self.routing_key)}'
        )

    @property
    def can_cache_declaration(self) -> bool:  # type: ignore[override]
        """Whether it need not be declared a second time."""
        arguments = self.queue_arguments
        return not self.auto_delete and not (arguments and 'x-expires' in arguments)


def _name_of(exchange: Exchange | str) -> str:
    return exchange.name if isinstance(exchange, Exchange) else exchange
