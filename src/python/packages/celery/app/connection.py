"""`app.connection_for_read()`: a look at the broker."""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING, Any, NoReturn

from celery import _bridge
from celery._missing import attributes_of, refuse
from kombu.exceptions import ChannelError
from kombu.message import Message

if TYPE_CHECKING:
    from celery.app.base import Celery
    from kombu.entity import Queue

__all__ = ['Channel', 'Connection']
__getattr__ = attributes_of(__name__)

queue_declare_ok_t = namedtuple('queue_declare_ok_t', ('queue', 'message_count', 'consumer_count'))


class Channel:
    """What can be asked of the broker: how long a queue is, with `queue_declare(queue, passive=True)`."""

    def queue_declare(
        self, queue: str | None = None, passive: bool = False, **kwargs: Any
    ) -> queue_declare_ok_t:
        """The length of a queue; ChannelError where there is none of that name."""
        if not passive or queue is None:
            refuse('channel.queue_declare without passive=True')
        count = _bridge.queue_length(queue)
        if count is None:
            raise ChannelError(f"NOT_FOUND - no queue {queue!r} in vhost '/'")
        return queue_declare_ok_t(queue, count, 0)

    def declare(self, queue: Queue) -> None:
        """Makes a queue with its exchange and bindings; PreconditionFailed where it is there otherwise."""
        _bridge.ask_broker({'do': 'declare', 'queue': queue.as_dict()})

    def basic_get(self, queue: str, no_ack: bool = False) -> Message | None:
        """The next message, which leaves the queue; None where none waits."""
        if not no_ack:
            refuse('Queue.get without no_ack=True')
        found = _bridge.ask_broker({'do': 'take', 'queue': queue})
        return None if found is None else Message(self, found)

    def __enter__(self) -> Channel:
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Nothing is open."""

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith('__'):
            raise AttributeError(name)
        refuse(f'channel.{name}')


class Connection:
    """The broker of the cluster; there is nothing to open or close."""

    def __init__(self, app: Celery) -> None:
        self._app = app
        self.default_channel = Channel()

    def channel(self) -> Channel:
        """Somebody to ask."""
        return self.default_channel

    def as_uri(self, include_password: bool = False) -> str:
        """The address of the broker."""
        return str(self._app.conf.broker_url)

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Nothing is open."""

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith('__'):
            raise AttributeError(name)
        refuse(f'connection.{name}')
