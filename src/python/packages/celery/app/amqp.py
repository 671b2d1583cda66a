"""`app.amqp`: the queues that an app knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NoReturn

from celery import _bridge, _wire
from celery._missing import attributes_of, sentence
from kombu.connection import Connection
from kombu.entity import Exchange, Queue
from kombu.messaging import Consumer, Producer
from kombu.pools import ProducerPool

if TYPE_CHECKING:
    from celery.app.base import Celery

__all__ = ['AMQP', 'Queues', 'Router']
__getattr__ = attributes_of(__name__)


class Queues(dict[str, Queue]):
    """Queues by name; one that is not there is made, unless `task_create_missing_queues` is off (rule 2.6)."""

    def __init__(self, app: Celery) -> None:
        super().__init__()
        self._app = app
        self._consume_from: dict[str, Queue] | None = None
        configured = app.conf.task_queues
        if isinstance(configured, dict):
            for name, options in configured.items():
                self._add(self._from_options(name, dict(options)))
        else:
            for queue in configured or [app.conf.task_default_queue]:
                self._add(queue if isinstance(queue, Queue) else self._plain(str(queue)))

    def _missing_one(self, name: str) -> Queue:
        conf = self._app.conf
        kind = conf.task_create_missing_queue_type or 'classic'
        if kind not in ('classic', 'quorum'):
            raise ValueError(f"Invalid queue type '{kind}'. Valid types are 'classic' and 'quorum'.")
        exchange = Exchange(name, type=conf.task_create_missing_queue_exchange_type or 'direct')
        arguments = {'x-queue-type': 'quorum'} if kind == 'quorum' else None
        return Queue(name, exchange, routing_key=name, queue_arguments=arguments)

    def _plain(self, name: str) -> Queue:
        conf = self._app.conf
        if name != conf.task_default_queue:
            return self._missing_one(name)
        exchange = Exchange(conf.task_default_exchange or name, type=conf.task_default_exchange_type)
        return Queue(name, exchange, routing_key=conf.task_default_routing_key or name)

    @staticmethod
    def _from_options(name: str, options: dict[str, Any]) -> Queue:
        kind = options.pop('exchange_type', None) or 'direct'
        exchange = options.pop('exchange', None)
        key = options.pop('routing_key', None) or options.pop('binding_key', None) or name
        return Queue(name, Exchange(exchange, type=kind) if exchange else None, routing_key=key, **options)

    def _add(self, queue: Queue) -> None:
        if queue.exchange is None or queue.exchange.name == '':
            queue.exchange = self._plain(self._app.conf.task_default_queue).exchange
        if not queue.routing_key:
            queue.routing_key = self._app.conf.task_default_routing_key or self._app.conf.task_default_queue
        most = self._app.conf.task_queue_max_priority
        if most is not None and 'x-max-priority' not in (queue.queue_arguments or {}):
            queue.queue_arguments = {**(queue.queue_arguments or {}), 'x-max-priority': most}
        self[queue.name] = queue

    def __missing__(self, name: str) -> Queue:
        if not self._app.conf.task_create_missing_queues:
            raise KeyError(name)
        self._add(self._plain(name))
        return self[name]

    def add(self, queue: Queue | str, **kwargs: Any) -> Queue:
        """One more queue, itself or by its name with options as in `task_queues`."""
        made = queue if isinstance(queue, Queue) else self._from_options(queue, kwargs)
        self._add(made)
        # From now on the app knows it: calls may be sent there, and a worker without `-Q` takes from it.
        known = [_wire.setting(each) for each in self.values()]
        _bridge.tell('conf', main=self._app.main, settings={'task_queues': known})
        return made

    def select(self, include: Iterable[str] | str | None) -> None:
        """Let workers take from these alone."""
        if include:
            self._consume_from = {
                name: self[name] for name in ([include] if isinstance(include, str) else include)
            }

    def deselect(self, exclude: Iterable[str] | str | None) -> None:
        """Let workers take from all but these."""
        left_out = [exclude] if isinstance(exclude, str) else list(exclude or ())
        self._consume_from = {
            name: queue for name, queue in self.consume_from.items() if name not in left_out
        }

    def select_add(self, queue: Queue | str, **kwargs: Any) -> Queue:
        """One more queue, to take from as well."""
        made = self.add(queue, **kwargs)
        if self._consume_from is not None:
            self._consume_from[made.name] = made
        return made

    @property
    def consume_from(self) -> dict[str, Queue]:
        """What a worker without `-Q` takes from."""
        return self if self._consume_from is None else self._consume_from


class Router:
    """Where calls go: `app.amqp.router.route({}, 'tasks.add')`."""

    def __init__(self, app: Celery) -> None:
        self.app = app

    def route(
        self,
        options: dict[str, Any],
        name: str,
        args: Any = (),
        kwargs: Any = None,
        task_type: Any = None,
    ) -> dict[str, Any]:
        """The options of a call with those of its route; `queue` is the queue itself (rules 2.1 to 2.12)."""
        self.app.conf.keep_router()
        answers = self.app._routers.answers(name, args, kwargs or {}, options)
        said = {str(key): _wire.option(value) for key, value in options.items()}
        heard = _bridge.tell('route', name=name, options={**said, **answers})
        queue = heard['queue']
        return {**heard['options'], **({} if queue is None else {'queue': self.app.amqp.queues[queue]})}


class AMQP:
    """What an app knows of its broker."""

    Connection = Connection
    Consumer = Consumer
    Producer = Producer

    def __init__(self, app: Celery) -> None:
        self.app = app
        self.queues = Queues(app)
        self.router = Router(app)

    @property
    def producer_pool(self) -> ProducerPool:
        """Producers that are used again: `with app.amqp.producer_pool.acquire(block=True) as producer:`."""
        return ProducerPool(self.app.pool, serializer=self.app.conf.task_serializer)

    @property
    def default_queue(self) -> Queue:
        """Where a task goes that no route knows."""
        return self.queues[self.app.conf.task_default_queue]

    @property
    def default_exchange(self) -> Exchange:
        """The exchange of the default queue, where nothing else is set."""
        exchange = self.queues._plain(self.app.conf.task_default_queue).exchange
        assert exchange is not None
        return exchange

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith('__'):
            raise AttributeError(name)
        raise AttributeError(sentence(f'app.amqp.{name}'))
