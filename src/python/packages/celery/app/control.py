"""Remote control of workers: `app.control`."""

from __future__ import annotations

import fnmatch
import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from celery import _bridge, _wire
from celery._missing import attributes_of, refuse
from celery._state import get_current_app
from celery.exceptions import DuplicateNodenameWarning

if TYPE_CHECKING:
    from celery.app.base import Celery

__all__ = ['Control', 'Inspect', 'flatten_reply']
__getattr__ = attributes_of(__name__)

#: What sends a request that is to be terminated.
TERM = 'SIGTERM'

Replies = list[dict[str, Any]]


def flatten_reply(reply: Replies) -> dict[str, Any]:
    """Replies as one dict by node name; a name that replied twice is warned of."""
    nodes: dict[str, Any] = {}
    twice: set[str] = set()
    for item in reply:
        twice.update(name for name in item if name in nodes)
        nodes.update(item)
    if twice:
        plural = 's' if len(twice) != 1 else ''
        names = ', '.join(sorted(twice))
        warnings.warn(
            DuplicateNodenameWarning(
                f'Received multiple replies from node name{plural}: {names}.\n'
                'Please make sure you give each node a unique nodename using\nthe celery worker `-n` option.'
            ),
            stacklevel=2,
        )
    return nodes


class Inspect:
    """Questions to workers: `app.control.inspect().active()` is `{node: reply}`, None where nobody replied."""

    app: Celery

    def __init__(
        self,
        destination: Iterable[str] | None = None,
        timeout: float = 1.0,
        callback: Callable[[dict[str, Any]], Any] | None = None,
        connection: Any = None,
        app: Celery | None = None,
        limit: int | None = None,
        pattern: str | None = None,
        matcher: str | None = None,
    ) -> None:
        if app is not None:
            self.app = app
        self.destination = destination
        self.timeout = timeout
        self.callback = callback
        self.connection = connection
        self.limit = limit
        self.pattern = pattern
        self.matcher = matcher

    def _request(self, command: str, **kwargs: Any) -> Any:
        return self._prepare(
            self.app.control.broadcast(
                command,
                arguments=kwargs,
                destination=self.destination,
                callback=self.callback,
                limit=self.limit,
                timeout=self.timeout,
                reply=True,
                pattern=self.pattern,
                matcher=self.matcher,
            )
        )

    def _prepare(self, reply: Any) -> Any:
        if not reply:
            return None
        by_node = flatten_reply(reply)
        if self.destination and not isinstance(self.destination, (list, tuple)):
            return by_node.get(self.destination)  # type: ignore[call-overload]
        if self.pattern:
            return {node: each for node, each in by_node.items() if self._matches(node)}
        return by_node

    def _matches(self, node: str) -> bool:
        pattern = self.pattern or ''
        if self.matcher == 'pcre':
            return re.match(pattern, node) is not None
        return fnmatch.fnmatch(node, pattern)

    def report(self) -> Any:
        """A summary of each worker."""
        return self._request('report')

    def hello(self, from_node: str, revoked: Any = None) -> Any:
        """What a worker that starts asks of its neighbours."""
        return self._request('hello', from_node=from_node, revoked=revoked)

    def clock(self) -> Any:
        """The logical clock of each worker."""
        return self._request('clock')

    def active(self, safe: Any = None) -> Any:
        """Tasks that run now."""
        return self._request('active', safe=safe)

    def scheduled(self, safe: Any = None) -> Any:
        """Tasks that workers hold until their ETA."""
        return self._request('scheduled')

    def reserved(self, safe: Any = None) -> Any:
        """Tasks that workers have received and that wait for a process."""
        return self._request('reserved')

    def stats(self) -> Any:
        """What each worker counts of itself."""
        return self._request('stats')

    def revoked(self) -> Any:
        """Ids of revoked tasks."""
        return self._request('revoked')

    def registered(self, *taskinfoitems: str) -> Any:
        """Names of tasks, with those of their attributes."""
        return self._request('registered', taskinfoitems=list(taskinfoitems))

    registered_tasks = registered

    def ping(self, destination: Iterable[str] | None = None) -> Any:
        """`{node: {'ok': 'pong'}}`."""
        if destination:
            self.destination = destination
        return self._request('ping')

    def active_queues(self) -> Any:
        """The queues that workers consume from."""
        return self._request('active_queues')

    def query_task(self, *ids: Any) -> Any:
        """Where tasks are, by their ids."""
        given = ids[0] if len(ids) == 1 and isinstance(ids[0], (list, tuple)) else ids
        return self._request('query_task', ids=list(given))

    def conf(self, with_defaults: bool = False) -> Any:
        """The settings of each worker."""
        return self._request('conf', with_defaults=with_defaults)

    def objgraph(self, type: str = 'Request', n: int = 200, max_depth: int = 10) -> NoReturn:
        """A picture of objects in a worker's memory: nothing to see here."""
        refuse('inspect.objgraph')

    def memsample(self) -> NoReturn:
        """How much memory each worker has: it is not measured here."""
        refuse('inspect.memsample')

    def memdump(self, samples: int = 10) -> NoReturn:
        """How the memory of each worker grew: it is not measured here."""
        refuse('inspect.memdump')


class Control:
    """Commands to workers: `app.control.revoke(id)`, `app.control.rate_limit('tasks.add', '10/m')`.

    They go to all workers, or those of `destination`, a list of node names. With `reply=True` they wait
    `timeout` seconds and return what workers answered, `[{node: reply}, ...]`; without it they return None
    and are lost where no worker runs.
    """

    def __init__(self, app: Celery | None = None) -> None:
        self.app = app or get_current_app()

    @property
    def inspect(self) -> type[Inspect]:
        """Questions to workers: `inspect(destination=None, timeout=1.0)`."""
        return type('Inspect', (Inspect,), {'app': self.app, '__module__': Inspect.__module__})

    def purge(self, connection: Any = None) -> int:
        """Throw away all messages that wait in the queues of this app; how many there were."""
        return _bridge.purge()

    discard_all = purge

    def election(self, id: str, topic: str, action: Any = None, connection: Any = None) -> Any:
        """Let workers elect one: needs gossip, which the sandbox does not have."""
        _bridge.note('`app.control.election` is not simulated yet: nothing is elected.')

    def revoke(
        self,
        task_id: Any,
        destination: Iterable[str] | None = None,
        terminate: bool = False,
        signal: Any = TERM,
        **kwargs: Any,
    ) -> Replies | None:
        """Tell workers not to run a task, or several. terminate: also send `signal` to the process that runs it."""
        arguments = {'task_id': task_id, 'terminate': terminate, 'signal': signal}
        return self.broadcast('revoke', destination=destination, arguments=arguments, **kwargs)

    def revoke_by_stamped_headers(
        self,
        headers: Mapping[str, Any],
        destination: Iterable[str] | None = None,
        terminate: bool = False,
        signal: Any = TERM,
        **kwargs: Any,
    ) -> Replies | None:
        """Tell workers not to run tasks with these stamps."""
        arguments = {'headers': headers, 'terminate': terminate, 'signal': signal}
        return self.broadcast(
            'revoke_by_stamped_headers', destination=destination, arguments=arguments, **kwargs
        )

    def terminate(
        self, task_id: Any, destination: Iterable[str] | None = None, signal: Any = TERM, **kwargs: Any
    ) -> Replies | None:
        """`revoke` with `terminate=True`."""
        return self.revoke(task_id, destination=destination, terminate=True, signal=signal, **kwargs)

    def ping(
        self, destination: Iterable[str] | None = None, timeout: float = 1.0, **kwargs: Any
    ) -> Replies | None:
        """Ask who is there: `[{node: {'ok': 'pong'}}, ...]`."""
        return self.broadcast('ping', reply=True, destination=destination, timeout=timeout, **kwargs)

    def rate_limit(
        self, task_name: str, rate_limit: Any, destination: Iterable[str] | None = None, **kwargs: Any
    ) -> Replies | None:
        """Change the rate limit of a task until its workers start again: `'10/m'`, or 0 for none."""
        arguments = {'task_name': task_name, 'rate_limit': rate_limit}
        return self.broadcast('rate_limit', destination=destination, arguments=arguments, **kwargs)

    def add_consumer(
        self,
        queue: str,
        exchange: str | None = None,
        exchange_type: str = 'direct',
        routing_key: str | None = None,
        options: Mapping[str, Any] | None = None,
        destination: Iterable[str] | None = None,
        **kwargs: Any,
    ) -> Replies | None:
        """Let workers take messages from one more queue."""
        arguments = {
            'queue': queue,
            'exchange': exchange,
            'exchange_type': exchange_type,
            'routing_key': routing_key,
            **(options or {}),
        }
        return self.broadcast('add_consumer', destination=destination, arguments=arguments, **kwargs)

    def cancel_consumer(
        self, queue: str, destination: Iterable[str] | None = None, **kwargs: Any
    ) -> Replies | None:
        """Let workers take no more messages from a queue."""
        return self.broadcast(
            'cancel_consumer', destination=destination, arguments={'queue': queue}, **kwargs
        )

    def time_limit(
        self,
        task_name: str,
        soft: float | None = None,
        hard: float | None = None,
        destination: Iterable[str] | None = None,
        **kwargs: Any,
    ) -> Replies | None:
        """Change the time limits of a task. Workers say they did; they do not."""
        arguments = {'task_name': task_name, 'hard': hard, 'soft': soft}
        return self.broadcast('time_limit', arguments, destination, **kwargs)

    def enable_events(self, destination: Iterable[str] | None = None, **kwargs: Any) -> Replies | None:
        """Let workers send task events."""
        return self.broadcast('enable_events', arguments={}, destination=destination, **kwargs)

    def disable_events(self, destination: Iterable[str] | None = None, **kwargs: Any) -> Replies | None:
        """Let workers send no more task events."""
        return self.broadcast('disable_events', arguments={}, destination=destination, **kwargs)

    def pool_grow(
        self, n: int = 1, destination: Iterable[str] | None = None, **kwargs: Any
    ) -> Replies | None:
        """Give each worker's pool more processes."""
        return self.broadcast('pool_grow', arguments={'n': n}, destination=destination, **kwargs)

    def pool_shrink(
        self, n: int = 1, destination: Iterable[str] | None = None, **kwargs: Any
    ) -> Replies | None:
        """Take processes away from each worker's pool."""
        return self.broadcast('pool_shrink', arguments={'n': n}, destination=destination, **kwargs)

    def autoscale(
        self, max: int, min: int, destination: Iterable[str] | None = None, **kwargs: Any
    ) -> Replies | None:
        """Change the range of workers that scale by themselves."""
        arguments = {'max': max, 'min': min}
        return self.broadcast('autoscale', arguments=arguments, destination=destination, **kwargs)

    def shutdown(self, destination: Iterable[str] | None = None, **kwargs: Any) -> Replies | None:
        """Let workers stop once their running tasks are done."""
        return self.broadcast('shutdown', arguments={}, destination=destination, **kwargs)

    def pool_restart(
        self,
        modules: Iterable[str] | None = None,
        reload: bool = False,
        reloader: Any = None,
        destination: Iterable[str] | None = None,
        **kwargs: Any,
    ) -> Replies | None:
        """Restart the pool of workers that allow it."""
        arguments = {'modules': modules and list(modules), 'reload': reload, 'reloader': reloader}
        return self.broadcast('pool_restart', arguments=arguments, destination=destination, **kwargs)

    def heartbeat(self, destination: Iterable[str] | None = None, **kwargs: Any) -> Replies | None:
        """Let workers send a heartbeat event now."""
        return self.broadcast('heartbeat', arguments={}, destination=destination, **kwargs)

    def broadcast(
        self,
        command: str,
        arguments: Mapping[str, Any] | None = None,
        destination: Iterable[str] | None = None,
        connection: Any = None,
        reply: bool = False,
        timeout: float | None = 1.0,
        limit: int | None = None,
        callback: Callable[[dict[str, Any]], Any] | None = None,
        channel: Any = None,
        pattern: str | None = None,
        matcher: str | None = None,
        **extra_kwargs: Any,
    ) -> Replies | None:
        """Send a command to workers; see the class for `reply` and `timeout`.

        limit: wait for so many replies only, for one of each worker where `destination` is given. pattern,
        matcher: only nodes whose name matches (`glob` or `pcre`).
        """
        if destination is not None and not isinstance(destination, (list, tuple)):
            raise ValueError(f'destination must be a list/tuple not {type(destination)}')
        given = {**(arguments or {}), **extra_kwargs}
        ticket = _bridge.tell_here(
            'control',
            method=command,
            arguments={key: _wire.encode(value, tuples=False) for key, value in given.items()},
            destination=None if destination is None else list(destination),
            pattern=pattern,
            matcher=matcher,
            reply=reply,
        )['ticket']
        if not reply:
            return None
        if limit is None and destination:
            limit = len(destination)
        found: Replies = []
        for each in _bridge.wait_for_replies(ticket, timeout, limit):
            found.append({each['worker']: each['reply']})
            if callback is not None:
                callback(found[-1])
        return found
