"""The connection of a program to its broker: the one that the cluster has."""

from __future__ import annotations

import itertools
import random
import socket
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self
from urllib.parse import quote, unquote

from celery import _bridge
from celery._missing import attributes_of, sentence
from kombu import exceptions
from kombu.channel import Channel

if TYPE_CHECKING:
    from kombu.message import Message
    from kombu.messaging import Consumer, Producer
    from kombu.simple import SimpleBuffer, SimpleQueue

__all__ = ['BrokerConnection', 'Channel', 'ChannelPool', 'Connection', 'ConnectionPool']
__getattr__ = attributes_of(__name__)

_PORTS = {'amqp': 5672, 'redis': 6379}
_TRANSPORTS = {'pyamqp': 'amqp', 'librabbitmq': 'amqp'}
#: Transports of real kombu: their addresses are read, and another broker than the cluster's is told.
_KNOWN = frozenset(
    {
        'amqp', 'amqps', 'redis', 'rediss', 'sentinel', 'memory', 'sqs', 'filesystem', 'sqla', 'sqlalchemy',
        'mongodb', 'kafka', 'confluentkafka', 'gcpubsub', 'zookeeper', 'consul', 'etcd', 'azurestoragequeues',
        'azureservicebus', 'pyro', 'qpid', 'SLMQ',
    }
)  # fmt: skip


def parse_url(url: str) -> dict[str, Any]:
    """The parts of a broker's address: `amqp://user:password@host:5672/virtual_host`."""
    scheme, _, rest = url.partition('://')
    if not _:
        scheme, rest = 'amqp', url
    place, _, path = rest.partition('/')
    before, at, address = place.rpartition('@')
    userid, _, password = before.partition(':') if at else (None, '', None)
    host, _, port = address.partition(':')
    return {
        'transport': _TRANSPORTS.get(scheme, scheme),
        'hostname': unquote(host) or None,
        'port': int(port) if port.isdigit() else None,
        'userid': unquote(userid) if userid else None,
        'password': unquote(password) if password else None,
        'virtual_host': unquote(path) or None,
    }


def _shuffled(addresses: Iterable[str]) -> Iterator[str]:
    found = list(addresses)
    while True:
        random.shuffle(found)
        yield found[0]


class Connection:
    """A connection to the broker: `with app.connection_for_write() as conn:`.

    There is one broker in the sandbox, that of the cluster. `hostname` may be its address, or several
    separated by `;` of which the next one is tried where one is away.
    """

    port: int | None = None
    virtual_host: str | None = '/'
    #: How the next of several addresses is chosen.
    failover_strategies: ClassVar[dict[Any, Any]] = {'round-robin': itertools.cycle, 'shuffle': _shuffled}

    def __init__(
        self,
        hostname: str | Iterable[str] | None = 'localhost',
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
        alternates: Iterable[str] | None = None,
        credential_provider: Any = None,
        **kwargs: Any,
    ) -> None:
        self.alt: list[str] = list(alternates or ())
        if isinstance(hostname, (list, tuple)):
            addresses = [str(each) for each in hostname]
        else:
            addresses = str(hostname or '').split(';')
        if len(addresses) > 1:
            self.alt = [*self.alt, *addresses]
        first = addresses[0]
        parts = parse_url(first) if '://' in first else {'hostname': first or None}
        self.hostname: str | None = parts.get('hostname')
        self.userid = userid or parts.get('userid')
        self.password = password or parts.get('password')
        self.virtual_host = virtual_host or parts.get('virtual_host') or self.virtual_host
        self.port = port or parts.get('port')
        self.transport_cls: str | None = transport or parts.get('transport') or 'amqp'
        self.insist = insist
        self.ssl = ssl
        self.connect_timeout = connect_timeout
        self.transport_options = dict(transport_options or {})
        self.login_method = login_method
        self.uri_prefix = uri_prefix
        self.heartbeat = heartbeat
        self.failover_strategy = self.failover_strategies.get(failover_strategy, failover_strategy)
        self.declared_entities: set[Any] = set()
        self._default_channel: Channel | None = None
        self._channels: list[Channel] = []
        self._closed: bool | None = None

    # Connecting

    @property
    def connected(self) -> bool:
        """Whether it has been used and not been closed."""
        return self._closed is False

    def connect(self) -> Connection:
        """Connects now; otherwise the first use does."""
        name = self.transport_cls or ''
        if name not in _KNOWN:
            raise KeyError(f'No such transport: {name}')
        self._closed = False
        return self

    def ensure_connection(
        self,
        errback: Callable[..., Any] | None = None,
        max_retries: int | None = None,
        interval_start: float = 2,
        interval_step: float = 2,
        interval_max: float = 30,
        callback: Callable[..., Any] | None = None,
        reraise_as_library_errors: bool = True,
        timeout: float | None = None,
    ) -> Connection:
        """Connects, trying again where the broker is away."""
        return self.connect()

    def ensure(
        self,
        obj: Any,
        fun: Callable[..., Any],
        errback: Callable[..., Any] | None = None,
        max_retries: int | None = None,
        interval_start: float = 1,
        interval_step: float = 1,
        interval_max: float = 1,
        on_revive: Callable[..., Any] | None = None,
        retry_errors: Any = None,
    ) -> Callable[..., Any]:
        """`fun` as it is: what it sends is tried again by the simulation."""
        return fun

    def autoretry(
        self, fun: Callable[..., Any], channel: Channel | None = None, **ensure_options: Any
    ) -> Callable[..., Any]:
        """`fun(*args, channel=...)` with a channel of this connection; gives its answer and the channel."""

        def called(*args: Any, **kwargs: Any) -> tuple[Any, Channel]:
            found = channel or self.default_channel
            return fun(*args, channel=found, **kwargs), found

        return called

    def channel(self) -> Channel:
        """A new channel."""
        self.connect()
        made = Channel(self)
        self._channels.append(made)
        return made

    @property
    def default_channel(self) -> Channel:
        """The channel that is used where none is named."""
        if self._default_channel is None or self._default_channel.closed:
            self._default_channel = self.channel()
        return self._default_channel

    def release(self) -> None:
        """Closes the connection; what its channels hold goes back to its queues."""
        open_ones = [channel for channel in self._channels if not channel.closed]
        self._channels = []
        self._default_channel = None
        self._closed = True
        if open_ones:
            Channel.close_all(open_ones)

    close = release

    def collect(self, socket_timeout: float | None = None) -> None:
        """Closes it though it may be broken."""
        self.release()

    def maybe_close_channel(self, channel: Channel) -> None:
        """Closes a channel, whatever that raises."""
        channel.close()

    def revive(self, new_channel: Channel) -> None:
        """Goes on with another channel."""
        self._default_channel = new_channel

    # Messages

    def drain_events(self, timeout: float | None = None, **kwargs: Any) -> Any:
        """Waits for one message of any consumer and gives it to its callbacks; socket.timeout where none comes."""
        consuming = [channel for channel in self._channels if channel.consumers]
        wait = None if timeout is None else max(0, round(timeout * _bridge.MICROS))
        found = _bridge.ask_broker(
            {'do': 'drain', 'channels': [channel.number for channel in consuming], 'timeout': wait}
        )
        if found is None:
            raise socket.timeout('timed out')
        for channel in consuming:
            if channel.number == found['channel']:
                for each in found['found']:
                    channel.deliver(each['consumer'], each['message'])

    def heartbeat_check(self, rate: int = 2) -> None:
        """Nothing to do: the simulation sends heartbeats by itself."""

    def get_heartbeat_interval(self) -> float:
        """Seconds between heartbeats."""
        return self.heartbeat

    @property
    def supports_heartbeats(self) -> bool:
        """Whether its broker asks for heartbeats."""
        return self.transport_cls == 'amqp'

    def supports_exchange_type(self, exchange_type: str) -> bool:
        """Whether its broker has exchanges of this type (rule 2.14)."""
        return exchange_type in ('direct', 'topic', 'fanout') or self.transport_cls == 'amqp'

    # What can be made with it

    def Producer(self, channel: Channel | None = None, *args: Any, **kwargs: Any) -> Producer:
        """A sender of messages."""
        from kombu.messaging import Producer

        return Producer(channel or self, *args, **kwargs)

    def Consumer(
        self, queues: Any = None, channel: Channel | None = None, *args: Any, **kwargs: Any
    ) -> Consumer:
        """A receiver of messages."""
        from kombu.messaging import Consumer

        return Consumer(channel or self, queues, *args, **kwargs)

    def SimpleQueue(
        self,
        name: Any,
        no_ack: bool | None = None,
        queue_opts: dict[str, Any] | None = None,
        queue_args: dict[str, Any] | None = None,
        exchange_opts: dict[str, Any] | None = None,
        channel: Channel | None = None,
        **kwargs: Any,
    ) -> SimpleQueue:
        """A queue with `put` and `get`."""
        from kombu.simple import SimpleQueue

        return SimpleQueue(channel or self, name, no_ack, queue_opts, queue_args, exchange_opts, **kwargs)

    def SimpleBuffer(
        self,
        name: Any,
        no_ack: bool | None = None,
        queue_opts: dict[str, Any] | None = None,
        queue_args: dict[str, Any] | None = None,
        exchange_opts: dict[str, Any] | None = None,
        channel: Channel | None = None,
        **kwargs: Any,
    ) -> SimpleBuffer:
        """The same for messages that need not survive anything."""
        from kombu.simple import SimpleBuffer

        return SimpleBuffer(channel or self, name, no_ack, queue_opts, queue_args, exchange_opts, **kwargs)

    def Pool(self, limit: int | None = None, **kwargs: Any) -> ConnectionPool:
        """A pool of connections like this one."""
        return ConnectionPool(self, limit)

    def ChannelPool(self, limit: int | None = None, **kwargs: Any) -> ChannelPool:
        """A pool of channels of this connection."""
        return ChannelPool(self, limit)

    def clone(self, **kwargs: Any) -> Connection:
        """Another connection to the same address."""
        return type(self)(**{**self.info(), **kwargs})

    # What it says of itself

    def info(self) -> dict[str, Any]:
        """The parts of its address and its options."""
        transport = self.transport_cls or 'amqp'
        defaults = transport == 'amqp'
        return {
            'hostname': self.hostname or ('localhost' if transport in _PORTS or transport == 'memory' else None),
            'userid': self.userid or ('guest' if defaults else None),
            'password': self.password or ('guest' if defaults else None),
            'virtual_host': self.virtual_host,
            'port': self.port or _PORTS.get(transport),
            'insist': self.insist,
            'ssl': self.ssl,
            'transport': transport,
            'connect_timeout': self.connect_timeout,
            'transport_options': self.transport_options,
            'login_method': self.login_method,
            'uri_prefix': self.uri_prefix,
            'heartbeat': self.heartbeat,
            'failover_strategy': self.failover_strategy,
            'alternates': self.alt,
        }

    def as_uri(self, include_password: bool = False, mask: str = '**', getfields: Any = None) -> str:
        """Its address; the password is masked unless it is asked for."""
        told = self.info()
        transport = told['transport']
        user = quote(told['userid'] or '', safe='')
        if told['password']:
            user += f':{quote(told["password"], safe="") if include_password else mask}'
        port = f':{told["port"]}' if told['port'] else ''
        place = f'{user}@' if user else ''
        virtual_host = quote(str(told['virtual_host'] or ''), safe='/') if told['virtual_host'] else ''
        return f'{transport}://{place}{quote(told["hostname"] or "localhost")}{port}/{virtual_host}'

    @property
    def host(self) -> str:
        """Name and port of the server."""
        told = self.info()
        return f'{told["hostname"] or "localhost"}:{told["port"]}'

    @property
    def connection_errors(self) -> tuple[type[BaseException], ...]:
        """What a lost connection raises."""
        return (OSError, ConnectionError, exceptions.OperationalError)

    recoverable_connection_errors = connection_errors

    @property
    def channel_errors(self) -> tuple[type[BaseException], ...]:
        """What a refused call raises."""
        return (exceptions.ChannelError,)

    recoverable_channel_errors = channel_errors

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.release()

    def __reduce__(self) -> Any:
        return type(self), tuple(self.info().values())

    def __repr__(self) -> str:
        return f'<Connection: {self.as_uri()} at {hex(id(self))}>'

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith('__'):
            raise AttributeError(name)
        raise AttributeError(sentence(f'connection.{name}'))


BrokerConnection = Connection


class PooledConnection(Connection):
    """A connection of a pool: it goes back there when it is released."""


class _Pool:
    """Things that are used again; here as many as are asked for."""

    def __init__(self, connection: Connection, limit: int | None = None) -> None:
        self.connection = connection
        self.limit = limit

    def release(self, resource: Any) -> None:
        """Give one back."""
        resource.release()

    def force_close_all(self, close_pool: bool = True) -> None:
        """Nothing is kept open."""


class ConnectionPool(_Pool):
    """Connections that are used again."""

    def acquire(self, block: bool = False, timeout: float | None = None) -> Connection:
        """A connection: `with app.pool.acquire(block=True) as connection:`."""
        return PooledConnection(**self.connection.info())


class ChannelPool(_Pool):
    """Channels that are used again."""

    def acquire(self, block: bool = False, timeout: float | None = None) -> Channel:
        """A channel."""
        return self.connection.channel()


def maybe_channel(channel: Any) -> Channel:
    """The channel itself, or that of a connection."""
    return channel.default_channel if isinstance(channel, Connection) else channel
