"""`self.request`: what a running task knows of its own message."""

from __future__ import annotations

from typing import Any


class Context:
    """The request of a task. Outside a worker most of it is None and `called_directly` is true."""

    #: Id of the task; None where it was called like a function.
    id: str | None = None
    #: Name of the task.
    task: str
    args: Any = None
    kwargs: Any = None
    #: How often it was tried before.
    retries: int = 0
    #: Called like a function, not run by a worker.
    called_directly: bool = True
    #: Run by `apply()` or `task_always_eager`.
    is_eager: bool = False
    #: Name of the worker.
    hostname: str | None = None
    #: Id of the first task of the workflow.
    root_id: str | None = None
    #: Id of the task that sent this one.
    parent_id: str | None = None
    #: Id of its group, and its place there.
    group: str | None = None
    group_index: int | None = None
    #: The body of its chord, the rest of its chain (last task first), its links.
    chord: Any = None
    chain: Any = None
    #: Results that `add_trail` was given.
    children: list[Any] | None = None
    callbacks: Any = None
    errbacks: Any = None
    #: Moments as ISO-8601 text.
    eta: str | None = None
    expires: str | None = None
    #: `[hard, soft]` in seconds.
    timelimit: Any = None
    #: `exchange`, `routing_key`, `priority` and `redelivered` of the delivery.
    delivery_info: dict[str, Any] | None = None
    #: The caller's own headers, or None.
    headers: dict[str, Any] | None = None
    properties: dict[str, Any] | None = None
    correlation_id: str | None = None
    reply_to: str | None = None
    origin: str | None = None
    shadow: str | None = None
    ignore_result: bool = False
    replaced_task_nesting: int = 0
    stamped_headers: list[str] | None = None
    stamps: dict[str, Any] | None = None
    taskset: str | None = None
    utc: bool | None = None
    logfile: str | None = None
    loglevel: int | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if args or kwargs:
            self.update(*args, **kwargs)

    def update(self, *args: Any, **kwargs: Any) -> None:
        """Set several fields."""
        self.__dict__.update(*args, **kwargs)

    def as_execution_options(self) -> dict[str, Any]:
        """The options of `apply_async` that make the same request again."""
        limits = self.timelimit or (None, None)
        return {
            'task_id': self.id,
            'root_id': self.root_id,
            'parent_id': self.parent_id,
            'group_id': self.group,
            'group_index': self.group_index,
            'shadow': self.shadow,
            'chord': self.chord,
            'chain': self.chain,
            'link': self.callbacks,
            'link_error': self.errbacks,
            'expires': self.expires,
            'soft_time_limit': limits[1],
            'time_limit': limits[0],
            'headers': self.headers,
            'retries': self.retries,
            'reply_to': self.reply_to,
            'replaced_task_nesting': self.replaced_task_nesting,
            'origin': self.origin,
        }

    def clear(self) -> None:
        """Forget all fields."""
        self.__dict__.clear()

    def get(self, key: str, default: Any = None) -> Any:
        """A field, or `default`."""
        return getattr(self, key, default)

    def __repr__(self) -> str:
        return f'<Context: {self.__dict__!r}>'

    @classmethod
    def of_message(cls, request: dict[str, Any], args: list[Any], kwargs: dict[str, Any]) -> Context:
        """The request of a message that a worker runs; custom headers are fields as well (rule 4.16)."""
        custom = request.get('headers') or {}
        made = cls()
        made.__dict__ = {'called_directly': False, **custom, **request, 'args': args, 'kwargs': kwargs}
        return made
