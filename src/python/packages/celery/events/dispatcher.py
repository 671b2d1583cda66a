"""Events that a program sends by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Self

from celery import _bridge, _wire
from celery._missing import attributes_of
from celery.events.event import Event, group_from

__all__ = ('EventDispatcher',)
__getattr__ = attributes_of(__name__)


class EventDispatcher:
    """Sends events: `with app.events.Dispatcher(conn) as d: d.send('order-paid', order=7)`."""

    DISABLED_TRANSPORTS: ClassVar[set[str]] = {'sql'}

    app: Any = None
    on_enabled: set[Callable[[], Any]] | None = None
    on_disabled: set[Callable[[], Any]] | None = None

    def __init__(
        self,
        connection: Any = None,
        hostname: str | None = None,
        enabled: bool = True,
        channel: Any = None,
        buffer_while_offline: bool = True,
        app: Any = None,
        serializer: str | None = None,
        groups: Iterable[str] | None = None,
        delivery_mode: int = 1,
        buffer_group: Iterable[str] | None = None,
        buffer_limit: int = 24,
        on_send_buffered: Callable[[], Any] | None = None,
    ) -> None:
        self.app = app or self.app
        self.connection = connection
        self.channel = channel
        self.hostname = hostname
        self.serializer = serializer
        self.groups = set(groups or ())
        self.delivery_mode = delivery_mode
        self.buffer_while_offline = buffer_while_offline
        self.buffer_group = frozenset(buffer_group or ())
        self.buffer_limit = buffer_limit
        self.on_send_buffered = on_send_buffered
        self.on_enabled = set()
        self.on_disabled = set()
        self.enabled = False
        if enabled:
            self.enable()

    def enable(self) -> None:
        """Send from now on."""
        self.enabled = True
        for callback in self.on_enabled or ():
            callback()

    def disable(self) -> None:
        """Send no more."""
        if self.enabled:
            self.enabled = False
            for callback in self.on_disabled or ():
                callback()

    def send(
        self,
        type: str,
        blind: bool = False,
        utcoffset: Any = None,
        retry: bool = False,
        retry_policy: dict[str, Any] | None = None,
        Event: Any = Event,
        **fields: Any,
    ) -> None:
        """Send an event, unless it is switched off or of a group that is not sent."""
        if self.enabled and (not self.groups or group_from(type) in self.groups):
            self.publish(type, fields, None)

    def publish(
        self, type: str, fields: dict[str, Any], producer: Any, blind: bool = False, Event: Any = Event, **kwargs: Any
    ) -> None:
        """Send an event whatever is switched off."""
        _bridge.tell('event', type=type, hostname=self.hostname, fields=_wire.encode_kwargs(fields))

    def flush(self, errors: bool = True, groups: bool = True) -> None:
        """Nothing is held back."""

    def extend_buffer(self, other: EventDispatcher) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing is open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()
