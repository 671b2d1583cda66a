"""A channel to the broker: what kombu asks of it is done by the simulation."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Any, NoReturn, Self

from celery import _bridge
from celery._missing import sentence
from kombu.message import Message

if TYPE_CHECKING:
    from kombu.connection import Connection

__all__ = ['Channel', 'queue_declare_ok_t']

queue_declare_ok_t = namedtuple('queue_declare_ok_t', ('queue', 'message_count', 'consumer_count'))


class Channel:
    """One channel of a connection; most programs need only `Producer`, `Consumer` and `SimpleQueue`."""

    def __init__(self, connection: Connection | None = None) -> None:
        self.connection = connection
        #: Its number among the channels of this process.
        self.number: int = next(_bridge.process_local('kombu channels', lambda: count(1)))
        self.closed = False
        #: What is called with each message, by the tag of its consumer.
        self.consumers: dict[str, tuple[Callable[[Message], Any], bool]] = {}
        self._tags = count(1)

    @property
    def channel_id(self) -> int:
        """Its number."""
        return self.number

    def new_tag(self, prefix: str = '') -> str:
        """A name for a consumer."""
        return f'{prefix}{next(self._tags)}'

    # Queues and exchanges

    def declare(self, queue: dict[str, Any]) -> None:
        """Makes a queue with its exchange and bindings; PreconditionFailed where it is there otherwise."""
        _bridge.ask_broker({'do': 'declare', 'queue': queue})

    def exchange_declare(self, exchange: dict[str, Any]) -> None:
        """Makes an exchange; PreconditionFailed where it is there otherwise."""
        _bridge.ask_broker({'do': 'declare-exchange', 'exchange': exchange})

    def prepare_message(
        self,
        body: Any,
        priority: int | None = None,
        content_type: str | None = None,
        content_encoding: str | None = None,
        headers: dict[str, Any] | None = None,
        properties: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """A message for `basic_publish`."""
        said = {**(properties or {}), **({} if priority is None else {'priority': priority})}
        told = {'content_type': content_type, 'content_encoding': content_encoding, 'headers': headers}
        return {'body': body, 'properties': said, **told}

    def basic_publish(
        self, message: Any, exchange: str = '', routing_key: str | None = None, **kwargs: Any
    ) -> None:
        """Sends a message, which `prepare_message` has made."""
        from kombu.messaging import Producer

        told = message if isinstance(message, dict) and 'properties' in message else {'body': message}
        properties = told.pop('properties', None) or {}
        producer = Producer(self, auto_declare=False)
        producer.publish(exchange=exchange, routing_key=routing_key or '', **told, **properties)

    def queue_declare(
        self,
        queue: str = '',
        passive: bool = False,
        durable: bool = False,
        exclusive: bool = False,
        auto_delete: bool = True,
        nowait: bool = False,
        arguments: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> queue_declare_ok_t:
        """How long a queue is (`passive=True`: NotFound where it is not there); makes it otherwise."""
        if passive:
            found = _bridge.ask_broker({'do': 'look', 'queue': queue})
        else:
            described = {
                'name': queue,
                'exchange': {'name': '', 'type': 'direct', 'no_declare': True},
                'routing_key': queue,
                'durable': durable,
                'exclusive': exclusive,
                'auto_delete': auto_delete,
                'queue_arguments': arguments,
            }
            found = _bridge.ask_broker({'do': 'declare', 'queue': described})
        return queue_declare_ok_t(queue, found['message_count'], found['consumer_count'])

    def queue_purge(self, queue: str, **kwargs: Any) -> int:
        """Throws away what waits; how many messages there were."""
        return _bridge.ask_broker({'do': 'purge', 'queue': queue})

    def queue_delete(
        self, queue: str, if_unused: bool = False, if_empty: bool = False, **kwargs: Any
    ) -> int | None:
        """Deletes a queue; RabbitMQ says how many messages went with it."""
        ask = {'do': 'delete', 'queue': queue, 'ifUnused': bool(if_unused), 'ifEmpty': bool(if_empty)}
        gone = _bridge.ask_broker(ask)
        return gone if self.is_amqp else None

    @property
    def is_amqp(self) -> bool:
        """Whether RabbitMQ is at the other end."""
        return self.connection is not None and self.connection.transport_cls == 'amqp'

    # Messages

    def basic_get(self, queue: str, no_ack: bool = False, **kwargs: Any) -> Message | None:
        """The next message of a queue; None where none waits."""
        held = None if no_ack else self.number
        found = _bridge.ask_broker({'do': 'take', 'queue': queue, 'channel': held})
        return None if found is None else Message.of(self, found)

    def basic_consume(
        self,
        queue: str,
        no_ack: bool = False,
        callback: Callable[[Message], Any] | None = None,
        consumer_tag: str | None = None,
        **kwargs: Any,
    ) -> str:
        """Takes from a queue from now on."""
        tag = consumer_tag or self.new_tag()
        self.consumers[tag] = (callback or (lambda message: None), no_ack)
        _bridge.ask_broker(
            {'do': 'consume', 'channel': self.number, 'consumer': tag, 'queue': queue, 'noAck': no_ack}
        )
        return tag

    def monitor(self, callback: Callable[[Message], Any], routing_key: str = '#') -> str:
        """Hears events from now on, as one who consumes from a queue of its own."""
        tag = self.new_tag()
        self.consumers[tag] = (callback, True)
        _bridge.ask_broker({'do': 'monitor', 'channel': self.number, 'consumer': tag, 'routingKey': routing_key})
        return tag

    def basic_cancel(self, consumer_tag: str, **kwargs: Any) -> None:
        """Takes from its queue no more."""
        if self.consumers.pop(consumer_tag, None) is not None:
            _bridge.ask_broker({'do': 'cancel', 'channel': self.number, 'consumer': consumer_tag})

    def basic_qos(
        self, prefetch_size: int = 0, prefetch_count: int = 0, apply_global: bool = False, **kwargs: Any
    ) -> None:
        """How many messages it may hold at once; 0: any number."""
        _bridge.ask_broker({'do': 'qos', 'channel': self.number, 'prefetch': prefetch_count or 0})

    def basic_ack(self, delivery_tag: int, multiple: bool = False) -> None:
        """Done with a message."""
        self._settle(delivery_tag, 'ack')

    def basic_reject(self, delivery_tag: int, requeue: bool = False) -> None:
        """Does not want a message: it is gone, or back in its queue."""
        self._settle(delivery_tag, 'requeue' if requeue else 'reject')

    def _settle(self, tag: int, how: str) -> None:
        _bridge.ask_broker({'do': 'settle', 'channel': self.number, 'tag': tag, 'how': how})

    def deliver(self, consumer: str, found: dict[str, Any]) -> None:
        """A message has come for one of its consumers."""
        callback, no_ack = self.consumers.get(consumer, (None, False))
        if found is None:
            return
        message = Message.of(self, found)
        message.delivery_info['consumer_tag'] = consumer
        if callback is not None:
            callback(message)

    # Its end

    def close(self) -> None:
        """What it holds goes back to its queues."""
        if not self.closed:
            Channel.close_all([self])

    @staticmethod
    def close_all(channels: list[Channel]) -> None:
        """Closes several at once."""
        for channel in channels:
            channel.closed = True
            channel.consumers.clear()
        _bridge.ask_broker({'do': 'close', 'channels': [channel.number for channel in channels]})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith('__'):
            raise AttributeError(name)
        raise AttributeError(sentence(f'channel.{name}'))
