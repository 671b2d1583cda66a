"""A picture of the cluster, made of the events that a monitor hears."""

from __future__ import annotations

import bisect
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator
from logging import getLogger
from time import time
from typing import Any, ClassVar

from celery import states
from celery._missing import attributes_of

__all__ = ('State', 'Task', 'Worker', 'heartbeat_expires')
__getattr__ = attributes_of(__name__)

logger = getLogger(__name__)

#: Per cent of its frequency after which a worker without a heartbeat is offline (rule 8.6).
HEARTBEAT_EXPIRE_WINDOW = 200
#: Seconds between two clocks that are worth a warning.
HEARTBEAT_DRIFT_MAX = 16

DRIFT_WARNING = (
    'Substantial drift from %s may mean clocks are out of sync.  Current drift is\n%s seconds.  [orig: %s recv: %s]\n'
)

#: The state that an event of a task stands for.
TASK_EVENT_TO_STATE = {
    'sent': states.PENDING,
    'received': states.RECEIVED,
    'started': states.STARTED,
    'failed': states.FAILURE,
    'retried': states.RETRY,
    'succeeded': states.SUCCESS,
    'revoked': states.REVOKED,
    'rejected': states.REJECTED,
}


def heartbeat_expires(timestamp: float, freq: float = 60, expire_window: float = HEARTBEAT_EXPIRE_WINDOW, **kwargs: Any) -> float:
    """When a worker counts as offline, unless another heartbeat comes."""
    return timestamp + float(freq) * (float(expire_window) / 1e2)


class Worker:
    """A worker as its events show it."""

    heartbeat_max = 4
    expire_window = HEARTBEAT_EXPIRE_WINDOW

    _fields = ('hostname', 'pid', 'freq', 'heartbeats', 'clock', 'active', 'processed', 'loadavg', 'sw_ident', 'sw_ver', 'sw_sys')

    def __init__(
        self,
        hostname: str | None = None,
        pid: int | None = None,
        freq: float = 60,
        heartbeats: list[float] | None = None,
        clock: int = 0,
        active: int | None = None,
        processed: int | None = None,
        loadavg: Any = None,
        sw_ident: str | None = None,
        sw_ver: str | None = None,
        sw_sys: str | None = None,
    ) -> None:
        self.hostname = hostname
        self.pid = pid
        self.freq = freq
        self.heartbeats = [] if heartbeats is None else heartbeats
        self.clock = clock or 0
        self.active = active
        self.processed = processed
        self.loadavg = loadavg
        self.sw_ident = sw_ident
        self.sw_ver = sw_ver
        self.sw_sys = sw_sys

    def event(
        self,
        type_: str | None,
        timestamp: float | None = None,
        local_received: float | None = None,
        fields: dict[str, Any] | None = None,
    ) -> None:
        """Takes an event of it in."""
        told = fields or {}
        for name, value in told.items():
            if name in self._fields:
                setattr(self, name, value)
        if type_ == 'offline':
            self.heartbeats = []
            return
        if timestamp is None or not local_received:
            return
        drift = abs(int(local_received) - int(timestamp))
        if drift > HEARTBEAT_DRIFT_MAX:
            logger.warning(DRIFT_WARNING, self.hostname, drift, timestamp, local_received)
        if len(self.heartbeats) > self.heartbeat_max - 1:
            self.heartbeats.pop(0)
        bisect.insort(self.heartbeats, local_received)

    def update(self, f: dict[str, Any], **kw: Any) -> None:
        """Sets fields."""
        for name, value in {**f, **kw}.items():
            setattr(self, name, value)

    @property
    def heartbeat_expires(self) -> float:
        """When it counts as offline."""
        return heartbeat_expires(self.heartbeats[-1], self.freq, self.expire_window)

    @property
    def alive(self) -> bool:
        """Whether a heartbeat came lately."""
        return bool(self.heartbeats and time() < self.heartbeat_expires)

    @property
    def status_string(self) -> str:
        """`ONLINE` or `OFFLINE`."""
        return 'ONLINE' if self.alive else 'OFFLINE'

    @property
    def id(self) -> str:
        """Its name and its pid."""
        return f'{self.hostname}.{self.pid}'

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Worker) and self.hostname == other.hostname

    def __hash__(self) -> int:
        return hash(self.hostname)

    def __repr__(self) -> str:
        return f'<Worker: {self.hostname} ({self.status_string} clock:{self.clock})'


class Task:
    """A task as its events show it."""

    name: str | None = None
    received: float | None = None
    sent: float | None = None
    started: float | None = None
    succeeded: float | None = None
    failed: float | None = None
    retried: float | None = None
    revoked: float | None = None
    rejected: float | None = None
    args: str | None = None
    kwargs: str | None = None
    eta: str | None = None
    expires: str | None = None
    retries: int | None = None
    worker: Worker | None = None
    result: str | None = None
    exception: str | None = None
    timestamp: float | None = None
    runtime: float | None = None
    traceback: str | None = None
    exchange: str | None = None
    routing_key: str | None = None
    root_id: str | None = None
    parent_id: str | None = None
    client: str | None = None
    state: str = states.PENDING
    clock: int = 0

    _fields = (
        'uuid', 'name', 'state', 'received', 'sent', 'started', 'rejected', 'succeeded', 'failed', 'retried', 'revoked',
        'args', 'kwargs', 'eta', 'expires', 'retries', 'worker', 'result', 'exception', 'timestamp', 'runtime',
        'traceback', 'exchange', 'routing_key', 'clock', 'client', 'root', 'root_id', 'parent', 'parent_id', 'children',
    )  # fmt: skip
    #: What an event that comes too late still adds, by its state.
    merge_rules: ClassVar[dict[str, tuple[str, ...]]] = {
        states.RECEIVED: ('name', 'args', 'kwargs', 'parent_id', 'root_id', 'retries', 'eta', 'expires')
    }
    _info_fields = (
        'args', 'kwargs', 'retries', 'result', 'eta', 'runtime', 'expires', 'exception', 'exchange', 'routing_key',
        'root_id', 'parent_id',
    )  # fmt: skip

    def __init__(self, uuid: str | None = None, cluster_state: State | None = None, children: Any = None, **kwargs: Any) -> None:
        self.uuid = uuid
        self.cluster_state = cluster_state
        self.children = set(children or ())
        for name, value in kwargs.items():
            setattr(self, name, value)

    def event(
        self,
        type_: str,
        timestamp: float | None = None,
        local_received: float | None = None,
        fields: dict[str, Any] | None = None,
        precedence: Any = states.precedence,
        setattr: Any = setattr,
        task_event_to_state: Any = TASK_EVENT_TO_STATE.get,
        RETRY: str = states.RETRY,
    ) -> None:
        """Takes an event of it in; one that comes late changes no state."""
        told = dict(fields or {})
        state = task_event_to_state(type_)
        if state is None:
            state = type_.upper()
        else:
            setattr(self, type_, timestamp)
        late = RETRY not in (state, self.state) and precedence(state) > precedence(self.state)
        if late:
            told = {name: told.get(name) for name in self.merge_rules.get(state, ())}
        else:
            told.update(state=state, timestamp=timestamp)
        for name, value in told.items():
            setattr(self, name, value)

    def info(self, fields: Iterable[str] | None = None, extra: Iterable[str] | None = None) -> dict[str, Any]:
        """Its fields that have a value."""
        names = [*(self._info_fields if fields is None else fields), *(extra or ())]
        found = {name: getattr(self, name, None) for name in names}
        return {name: value for name, value in found.items() if value is not None}

    def as_dict(self) -> dict[str, Any]:
        """All its fields."""
        return {name: getattr(self, name, None) for name in self._fields}

    @property
    def id(self) -> str | None:
        """Its id."""
        return self.uuid

    @property
    def origin(self) -> str | None:
        """Who told of it: a worker's id, or the client."""
        return self.client if self.worker is None else self.worker.id

    @property
    def ready(self) -> bool:
        """Whether it has come to its end."""
        return self.state in states.READY_STATES

    @property
    def parent(self) -> Task | None:
        """The task that sent it."""
        return self._relative(self.parent_id)

    @property
    def root(self) -> Task | None:
        """The first task of its workflow."""
        return self._relative(self.root_id)

    def _relative(self, uuid: str | None) -> Task | None:
        return uuid and self.cluster_state and self.cluster_state.tasks.get(uuid) or None  # type: ignore[return-value]

    def __repr__(self) -> str:
        return f'<Task: {self.name}({self.uuid}) {self.state} clock:{self.clock}>'


class _Latest(OrderedDict[str, Any]):
    """The things that were used last, up to a number of them."""

    def __init__(self, limit: int | None, items: Any = None) -> None:
        super().__init__(items or {})
        self.limit = limit

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, value)
        self.move_to_end(key)
        while self.limit is not None and len(self) > self.limit:
            self.popitem(last=False)


class State:
    """Workers and tasks, as the events so far show them: `state.event` is a handler."""

    Worker = Worker
    Task = Task

    event_count = 0
    task_count = 0
    heap_multiplier = 4

    def __init__(
        self,
        callback: Callable[[State, dict[str, Any]], Any] | None = None,
        workers: dict[str, Worker] | None = None,
        tasks: dict[str, Task] | None = None,
        taskheap: list[Any] | None = None,
        max_workers_in_memory: int | None = 5000,
        max_tasks_in_memory: int | None = 10000,
        on_node_join: Callable[[Worker], Any] | None = None,
        on_node_leave: Callable[[Worker], Any] | None = None,
        tasks_by_type: Any = None,
        tasks_by_worker: Any = None,
    ) -> None:
        self.event_callback = callback
        self.workers: dict[str, Worker] = _Latest(max_workers_in_memory, workers)
        self.tasks: dict[str, Task] = _Latest(max_tasks_in_memory, tasks)
        self.max_workers_in_memory = max_workers_in_memory
        self.max_tasks_in_memory = max_tasks_in_memory
        self.on_node_join = on_node_join
        self.on_node_leave = on_node_leave
        self.tasks_by_type = _Index(self, 'name', tasks_by_type)
        self.tasks_by_worker = _Index(self, 'worker', tasks_by_worker)
        #: When each task was last heard of: clock, moment, and a number for equal ones.
        self._heard: dict[str, tuple[int, float, int]] = {}

    # Events

    def event(self, event: dict[str, Any]) -> Any:
        """Takes an event in; gives what it is about, whether that is new, and the event's second word."""
        self.event_count += 1
        if self.event_callback:
            self.event_callback(self, event)
        group, _, subject = event['type'].partition('-')
        fields = {name: value for name, value in event.items() if name != 'type'}
        if group == 'worker':
            return self._worker_event(subject, fields), subject
        if group == 'task':
            return self._task_event(subject, fields), subject
        return None

    def task_event(self, type_: str, fields: dict[str, Any]) -> Any:
        """Takes an event of a task in."""
        return self.event({**fields, 'type': f'task-{type_}'})

    def worker_event(self, type_: str, fields: dict[str, Any]) -> Any:
        """Takes an event of a worker in."""
        return self.event({**fields, 'type': f'worker-{type_}'})

    def _worker_event(self, subject: str, fields: dict[str, Any]) -> tuple[Worker, bool]:
        hostname = fields['hostname']
        worker = self.workers.get(hostname)
        created = worker is None
        if worker is None:
            if subject == 'offline':
                return Worker(hostname), False
            worker = self.workers[hostname] = self.Worker(hostname)
        worker.event(subject, fields.get('timestamp'), fields.get('local_received'), fields)
        if self.on_node_join and (created or subject == 'online'):
            self.on_node_join(worker)
        if subject == 'offline':
            if self.on_node_leave:
                self.on_node_leave(worker)
            del self.workers[hostname]
        return worker, created

    def _task_event(self, subject: str, fields: dict[str, Any]) -> tuple[Task, bool]:
        uuid, hostname = fields['uuid'], fields['hostname']
        task, created = self.get_or_create_task(uuid)
        if subject == 'sent':
            task.client = hostname
        else:
            worker, _ = self.get_or_create_worker(hostname)
            task.worker = worker
            worker.event(None, fields.get('timestamp'), fields.get('local_received'), {})
        timestamp = fields.get('timestamp')
        heard = (fields.get('clock') or 0, timestamp or 0.0, self.event_count)
        self._heard[uuid] = max(heard, self._heard.get(uuid, heard))
        if subject == 'received':
            self.task_count += 1
        told = {name: value for name, value in fields.items() if name not in ('uuid', 'hostname')}
        task.event(subject, timestamp, fields.get('local_received'), told)
        if task.parent_id and (parent := self.tasks.get(task.parent_id)):
            parent.children.add(task)
        return task, created

    # What there is

    def get_or_create_worker(self, hostname: str, **kwargs: Any) -> tuple[Worker, bool]:
        """A worker by its name, and whether it is new."""
        worker = self.workers.get(hostname)
        if worker is not None:
            worker.update(kwargs)
            return worker, False
        worker = self.workers[hostname] = self.Worker(hostname, **kwargs)
        return worker, True

    def get_or_create_task(self, uuid: str) -> tuple[Task, bool]:
        """A task by its id, and whether it is new."""
        task = self.tasks.get(uuid)
        if task is not None:
            return task, False
        task = self.tasks[uuid] = self.Task(uuid, cluster_state=self)
        return task, True

    def itertasks(self, limit: int | None = None) -> Iterator[tuple[str, Task]]:
        """Each task with its id."""
        for index, item in enumerate(list(self.tasks.items())):
            if limit and index >= limit:
                return
            yield item

    def tasks_by_time(self, limit: int | None = None, reverse: bool = True) -> Iterator[tuple[str, Task]]:
        """Each task with its id, the one that was last heard of first."""
        known = [uuid for uuid in self._heard if uuid in self.tasks]
        for uuid in sorted(known, key=lambda uuid: self._heard[uuid], reverse=reverse)[: limit or None]:
            yield uuid, self.tasks[uuid]

    tasks_by_timestamp = tasks_by_time

    def _tasks_by_type(self, name: str, limit: int | None = None, reverse: bool = True) -> Iterator[tuple[str, Task]]:
        return self._those(lambda task: task.name == name, limit, reverse)

    def _tasks_by_worker(self, hostname: str, limit: int | None = None, reverse: bool = True) -> Iterator[tuple[str, Task]]:
        return self._those(lambda task: task.worker is not None and task.worker.hostname == hostname, limit, reverse)

    def _those(self, fits: Callable[[Task], bool], limit: int | None, reverse: bool) -> Iterator[tuple[str, Task]]:
        found = ((uuid, task) for uuid, task in self.tasks_by_time(reverse=reverse) if fits(task))
        for index, item in enumerate(found):
            if limit and index >= limit:
                return
            yield item

    def task_types(self) -> list[str]:
        """Names of the tasks that were heard of."""
        return sorted({task.name for task in self.tasks.values() if task.name})

    def alive_workers(self) -> Iterator[Worker]:
        """Workers with a heartbeat lately."""
        return (worker for worker in self.workers.values() if worker.alive)

    # Forgetting

    def clear(self, ready: bool = True) -> None:
        """Forgets tasks that have ended (all with `ready=False`), and the counts."""
        self.clear_tasks(ready)
        self.workers.clear()
        self.event_count = 0
        self.task_count = 0

    def clear_tasks(self, ready: bool = True) -> None:
        """Forgets the tasks that are not under way, or all of them."""
        kept = {uuid: task for uuid, task in self.tasks.items() if ready and task.state not in states.READY_STATES}
        self.tasks.clear()
        self.tasks.update(kept)
        self._heard = {uuid: heard for uuid, heard in self._heard.items() if uuid in kept}

    def freeze_while(self, fun: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Calls `fun`; with `clear_after=True` it forgets afterwards."""
        clear_after = kwargs.pop('clear_after', False)
        try:
            return fun(*args, **kwargs)
        finally:
            if clear_after:
                self.clear()

    def rebuild_taskheap(self, timetuple: Any = None) -> None:
        """Nothing to make anew: the order is made when somebody asks."""

    def __repr__(self) -> str:
        return f'<State: events={self.event_count} tasks={self.task_count}>'


class _Index:
    """Tasks by name or by worker: `state.tasks_by_worker('w1@sim')`, `state.tasks_by_type['tasks.add']`."""

    def __init__(self, state: State, field: str, given: Any = None) -> None:
        self._state = state
        self._field = field
        self._given = defaultdict(set, given or {})

    def __call__(self, name: str, limit: int | None = None, reverse: bool = True) -> Iterator[tuple[str, Task]]:
        state = self._state
        return (
            state._tasks_by_type(name, limit, reverse)
            if self._field == 'name'
            else state._tasks_by_worker(name, limit, reverse)
        )

    def __getitem__(self, name: str) -> set[Task]:
        return {task for _, task in self(name)} or self._given[name]
