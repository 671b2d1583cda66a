"""Connections to the broker. There is one broker, that of the cluster, and nothing to open or close."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, Self
from urllib.parse import quote, unquote, urlsplit

from celery import _bridge
from celery._missing import refuse, sentence
from kombu.exceptions import ChannelError, OperationalError
from kombu.message import Message

if TYPE_CHECKING:
    from kombu.messaging import Consumer, Producer

__all__ = ['Channel', 'ChannelPool', 'Connection', 'ConnectionPool']

queue_declare_ok_t = namedtuple('queue_declare_ok_t', ('queue', 'message_count', 'consumer_count'))

_PORTS = {'amqp': 5672, 'redis': 6379}


class Channel:
    """What can be asked of the broker: how long a queue is, with `queue_declare(queue, passive=True)`."""

    channel_id = 1

    def __init__(self, connection: Any = None) -> None:
        self.connection = connection

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

    def declare(self, queue: dict[str, Any]) -> None:
        """Makes a queue with its exchange and bindings; PreconditionFailed where it is there otherwise."""
        _bridge.ask_broker({'do': 'declare', 'queue': queue})

    def exchange_declare(self, exchange: dict[str, Any]) -> None:
        """Makes an exchange; PreconditionFailed where it is there otherwise."""
        _bridge.ask_broker({'do': 'declare-exchange', 'exchange': exchange})

    def queue_purge(self, queue: str, **kwargs: Any) -> int:
        """Throws away what waits in a queue; how many messages there were."""
        return int(_bridge.ask_broker({'do': 'purge', 'queue': queue}))

    def queue_delete(
        self, queue: str, if_unused: bool = False, if_empty: bool = False, **kwargs: Any
    ) -> int:
        """Takes a queue away; how many messages waited in it."""
        ask = {'do': 'delete', 'queue': queue, 'ifUnused': if_unused, 'ifEmpty': if_empty}
        return int(_bridge.ask_broker(ask))

    def basic_get(self, queue: str, no_ack: bool = False, **kwargs: Any) -> Message | None:
        """The next message, which leaves the queue; None where none waits."""
        if not no_ack:
            refuse('Queue.get without no_ack=True')
        found = _bridge.ask_broker({'do': 'take', 'queue': queue})
        return None if found is None else Message(self, found)

    def close(self) -> None:
        """Nothing is open."""

    def __enter__(self) -> Channel:
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Nothing is open."""

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith('__'):
            raise AttributeError(name)
        raise AttributeError(sentence(f'channel.{name}'))


class Connection:
    """A connection to the broker of the cluster, whatever its address: `Connection('redis://localhost')`."""

    hostname: str | None = None
    port: int | None = None
    virtual_host: str | None = '/'
    connect_timeout: float = 5

    def __init__(
        self,
        hostname: str = 'localhost',
        userid: str | None = None,
        password: str | None = None,
        virtual_host: str | None = None,
        port: int | None = None,
        insist: bool = False,
        ssl: Any = False,
        transport: str | None = None,
        connect_timeout: float = 5,
        transport_options: dict[str, Any] | None = None,
        login_method: str | None = None,
        uri_prefix: str | None = None,
        heartbeat: float = 0,
        failover_strategy: str | Callable[..., Any] = 'round-robin',
        alternates: Any = None,
        credential_provider: Any = None,
        **kwargs: Any,
    ) -> None:
        found = urlsplit(hostname) if '://' in (hostname or '') else None
        self.transport_cls = found.scheme if found else transport or 'amqp'
        self.hostname = (found.hostname or 'localhost') if found else hostname
        self.userid = unquote(found.username) if found and found.username else userid
        self.password = unquote(found.password) if found and found.password else password
        self.virtual_host = (unquote(found.path[1:]) if found and found.path[1:] else virtual_host) or '/'
        self.port = (found.port if found and found.port else port) or _PORTS.get(self.transport_cls)
        self.ssl = ssl
        self.connect_timeout = connect_timeout
        self.transport_options = transport_options or {}
        self.login_method = login_method
        self.uri_prefix = uri_prefix
        self.heartbeat = heartbeat
        self.failover_strategy = failover_strategy
        self.alt = list(alternates or ())
        self.default_channel = Channel(self)

    @property
    def connected(self) -> bool:
        """Whether the broker is there."""
        return True

    @property
    def recoverable_connection_errors(self) -> tuple[type[BaseException], ...]:
        """Exceptions after which a connection can be tried again."""
        return (OperationalError, ConnectionError)

    @property
    def connection_errors(self) -> tuple[type[BaseException], ...]:
        """Exceptions of a broker that cannot be reached."""
        return (OperationalError, ConnectionError)

    @property
    def channel_errors(self) -> tuple[type[BaseException], ...]:
        """Exceptions of what the broker refuses."""
        return (ChannelError,)

    def channel(self) -> Channel:
        """Somebody to ask."""
        return self.default_channel

    def connect(self) -> Connection:
        """Nothing has to be opened."""
        return self

    def ensure_connection(self, *args: Any, **kwargs: Any) -> Connection:
        """Nothing has to be opened."""
        return self

    def release(self) -> None:
        """Nothing is open."""

    close = release

    def clone(self, **kwargs: Any) -> Connection:
        """Another connection to the same address."""
        return type(self)(**{**self.info(), **kwargs})

    def info(self) -> dict[str, Any]:
        """Where it leads."""
        return {
            'hostname': self.hostname,
            'userid': self.userid,
            'password': self.password,
            'virtual_host': self.virtual_host,
            'port': self.port,
            'insist': False,
            'ssl': self.ssl,
            'transport': self.transport_cls,
            'connect_timeout': self.connect_timeout,
            'transport_options': self.transport_options,
            'login_method': self.login_method,
            'uri_prefix': self.uri_prefix,
            'heartbeat': self.heartbeat,
            'failover_strategy': self.failover_strategy,
            'alternates': self.alt,
        }

    def as_uri(self, include_password: bool = False, mask: str = '**', getfields: Any = None) -> str:
        """The address; the password is hidden."""
        secret = self.password if include_password else mask
        shown = f':{quote(secret)}' if self.password and secret else ''
        user = f'{quote(self.userid or "")}{shown}@' if self.userid or shown else ''
        port = f':{self.port}' if self.port else ''
        path = quote(self.virtual_host or '', safe='')
        return f'{self.transport_cls}://{user}{self.hostname}{port}/{path}'

    def Pool(self, limit: int | None = None, **kwargs: Any) -> ConnectionPool:
        """A pool of connections like this one."""
        return ConnectionPool(self, limit)

    def ChannelPool(self, limit: int | None = None, **kwargs: Any) -> ChannelPool:
        """A pool of channels of this connection."""
        return ChannelPool(self, limit)

    def Producer(self, channel: Any = None, *args: Any, **kwargs: Any) -> Producer:
        """Somebody who sends here."""
        from kombu.messaging import Producer

        return Producer(channel or self, *args, **kwargs)

    def Consumer(self, queues: Any = None, channel: Any = None, *args: Any, **kwargs: Any) -> Consumer:
        """Somebody who takes messages here."""
        from kombu.messaging import Consumer

        return Consumer(channel or self, queues, *args, **kwargs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.release()

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith('__'):
            raise AttributeError(name)
        raise AttributeError(sentence(f'connection.{name}'))

    def __repr__(self) -> str:
        return f'<Connection: {self.as_uri()} at {id(self):#x}>'

    def __reduce__(self) -> Any:
        return type(self), tuple(self.info().values())


class _Pool:
    """Things that are used again; here as many as are asked for."""

    def __init__(self, connection: Connection, limit: int | None = None) -> None:
        self.connection = connection
        self.limit = limit

    def release(self, resource: Any) -> None:
        """Give one back."""

    def force_close_all(self, close_pool: bool = True) -> None:
        """Nothing is open."""


class ConnectionPool(_Pool):
    """Connections that are used again."""

    def acquire(self, block: bool = False, timeout: float | None = None) -> Connection:
        """A connection: `with app.pool.acquire(block=True) as connection:`."""
        return self.connection.clone()


class ChannelPool(_Pool):
    """Channels that are used again."""

    def acquire(self, block: bool = False, timeout: float | None = None) -> Channel:
        """A channel."""
        return self.connection.channel()
