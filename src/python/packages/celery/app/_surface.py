"""What hangs on an app besides settings and tasks: results, connections, logging, and its id."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NoReturn, cast

from celery import _bridge
from celery._missing import refuse
from celery._state import get_current_app, state
from celery.app.log import Logging
from celery.app.utils import bugreport
from celery.result import AsyncResult, GroupResult, ResultSet
from kombu.connection import Connection
from kombu.messaging import Producer
from kombu.utils.objects import cached_property

if TYPE_CHECKING:
    from celery.app.amqp import Queues
    from celery.app.task import Task
    from kombu.connection import ConnectionPool


def _of_current_app(name: str, arguments: tuple[Any, ...]) -> Any:
    """An object whose class hangs on the app, as it comes out of a pickle."""
    return getattr(get_current_app(), name)(*arguments)


def _app_named(main: str | None) -> Any:
    """The app of this process that has the name, as it comes out of a pickle."""
    return next((app for app in state().apps if app.main == main), None) or get_current_app()


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)


class _Given:
    """A connection or a producer that somebody has, or one that is made for a `with` block."""

    def __init__(self, given: Any, make: Callable[[], Any]) -> None:
        self._given = given
        self._make = make

    def __enter__(self) -> Any:
        return self._make() if self._given is None else self._given

    def __exit__(self, *exc_info: object) -> None:
        """Nothing is open."""


class _AppSurface:
    """The part of an app that is the same in all of them."""

    conf: Any
    amqp: Any
    task_cls: Any
    main: str | None

    def subclass_with_self(
        self,
        Class: Any,
        name: str | None = None,
        attribute: str = 'app',
        reverse: str | None = None,
        keep_reduce: bool = False,
        **kw: Any,
    ) -> Any:
        """A subclass of a class whose attribute `app` is this app."""
        found = _imported(Class) if isinstance(Class, str) else Class
        path = reverse or found.__name__

        def __reduce__(this: Any) -> Any:
            return _of_current_app, (path, this.__reduce_args__())

        attributes = {attribute: self, '__module__': found.__module__, '__doc__': found.__doc__, **kw}
        if not keep_reduce:
            attributes['__reduce__'] = __reduce__
        return type(name or found.__name__, (found,), attributes)

    @cached_property
    def Task(self) -> type[Task]:
        """The base class of this app's tasks: `class MyTask(app.Task): ...`."""
        return cast(
            'type[Task]', self.subclass_with_self(
                self.task_cls, name='Task', attribute='_app', keep_reduce=True, abstract=True
            )
        )

    @cached_property
    def AsyncResult(self) -> type[AsyncResult]:
        """The result of a task by its id: `app.AsyncResult(id)`."""
        return cast('type[AsyncResult]', self.subclass_with_self(AsyncResult))

    @cached_property
    def GroupResult(self) -> type[GroupResult]:
        """The results of a group: `app.GroupResult.restore(id)`."""
        return cast('type[GroupResult]', self.subclass_with_self(GroupResult))

    @cached_property
    def ResultSet(self) -> type[ResultSet]:
        """Several results at once: `app.ResultSet([first, second])`."""
        return cast('type[ResultSet]', self.subclass_with_self(ResultSet))

    # Settings

    def either(self, default_key: str, *defaults: Any) -> Any:
        """The first of the values that is not None, else the setting."""
        return _first(*defaults, self.conf.get(default_key))

    def bugreport(self) -> str:
        """Versions and settings as text, for a bug report."""
        return bugreport(self)

    # The broker

    def connection_for_read(self, url: str | None = None, **kwargs: Any) -> Connection:
        """A connection to the broker, to receive by: `with app.connection_for_read() as conn:`."""
        return self._connection(url or self.conf.broker_read_url, **kwargs)

    def connection_for_write(self, url: str | None = None, **kwargs: Any) -> Connection:
        """A connection to the broker, to send by."""
        return self._connection(url or self.conf.broker_write_url, **kwargs)

    def _connection(self, url: str | None, **given: Any) -> Connection:
        conf = self.conf
        options = {**conf.broker_transport_options, **(given.pop('transport_options', None) or {})}
        wanted = {
            'transport': conf.broker_transport,
            'ssl': conf.broker_use_ssl,
            'login_method': conf.broker_login_method,
            'failover_strategy': conf.broker_failover_strategy,
            'connect_timeout': conf.broker_connection_timeout,
        }
        merged = {**wanted, **{key: value for key, value in given.items() if value is not None}}
        return Connection(url or conf.broker_url, transport_options=options, **merged)

    def connection(
        self,
        hostname: str | None = None,
        userid: str | None = None,
        password: str | None = None,
        virtual_host: str | None = None,
        port: int | None = None,
        ssl: Any = None,
        connect_timeout: float | None = None,
        transport: str | None = None,
        transport_options: dict[str, Any] | None = None,
        heartbeat: float | None = None,
        login_method: str | None = None,
        failover_strategy: Any = None,
        **kwargs: Any,
    ) -> Connection:
        """A connection to the broker; `connection_for_read` and `connection_for_write` say what for."""
        return self.connection_for_write(
            hostname,
            userid=userid,
            password=password,
            virtual_host=virtual_host,
            port=port,
            ssl=ssl,
            connect_timeout=connect_timeout,
            transport=transport,
            transport_options=transport_options,
            heartbeat=heartbeat,
            login_method=login_method,
            failover_strategy=failover_strategy,
        )

    broker_connection = connection

    def connection_or_acquire(self, connection: Any = None, pool: bool = True, *_: Any, **__: Any) -> Any:
        """The connection given, or one to the broker: `with app.connection_or_acquire() as connection:`."""
        return _Given(connection, self.connection_for_write)

    default_connection = connection_or_acquire

    def producer_or_acquire(self, producer: Any = None) -> Any:
        """The producer given, or one for the broker: `with app.producer_or_acquire() as producer:`."""
        return _Given(producer, lambda: Producer(self.connection_for_write(), auto_declare=False))

    default_producer = producer_or_acquire

    @property
    def pool(self) -> ConnectionPool:
        """The pool of connections to the broker, `broker_pool_limit` of them."""
        return self.connection_for_write().Pool(self.conf.broker_pool_limit)

    @property
    def producer_pool(self) -> Any:
        """The pool of producers."""
        return self.amqp.producer_pool

    def select_queues(self, queues: Iterable[str] | str | None = None) -> Queues:
        """Let workers take from these queues alone."""
        return cast('Queues', self.amqp.queues.select(queues))

    # The process

    @cached_property
    def log(self) -> Logging:
        """How the app logs."""
        return Logging(self)

    @property
    def oid(self) -> str:
        """Id of the app in this process: results of `rpc` come back to a queue of this name."""
        return _bridge.oid()

    @property
    def thread_oid(self) -> str:
        """The same for a thread; here no thread receives results of its own."""
        return self.oid

    def __reduce__(self) -> Any:
        # A process has its app already: what travels is the name.
        return _app_named, (self.main,)

    @property
    def Worker(self) -> NoReturn:
        """Workers are started by the lab instead."""
        refuse('app.Worker')

    @property
    def WorkController(self) -> NoReturn:
        """Workers are started by the lab instead."""
        refuse('app.WorkController')

    @property
    def Beat(self) -> NoReturn:
        """Beat is a part of the cluster instead."""
        refuse('app.Beat')

    def start(self, argv: list[str] | None = None) -> NoReturn:
        """Run the command line: workers are started by the lab instead."""
        refuse('app.start')

    def setup_security(
        self,
        allowed_serializers: Any = None,
        key: str | None = None,
        key_password: str | None = None,
        cert: str | None = None,
        store: str | None = None,
        digest: str = 'sha256',
        serializer: str = 'json',
    ) -> NoReturn:
        """Sign messages: needs certificates, which the sandbox has no place for."""
        refuse('app.setup_security')


def _imported(path: str) -> Any:
    import importlib

    module, _, name = path.replace(':', '.').rpartition('.')
    return getattr(importlib.import_module(module), name)
