"""`app.events`: the event stream of an app."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from celery._missing import attributes_of
from celery.events.dispatcher import EventDispatcher
from celery.events.receiver import EventReceiver
from celery.events.state import State

if TYPE_CHECKING:
    from celery.app.base import Celery

__all__ = ('Events',)
__getattr__ = attributes_of(__name__)


class Events:
    """Monitors and senders of events: `app.events.Receiver`, `app.events.State`, `app.events.Dispatcher`."""

    receiver_cls = 'celery.events.receiver:EventReceiver'
    dispatcher_cls = 'celery.events.dispatcher:EventDispatcher'
    state_cls = 'celery.events.state:State'

    def __init__(self, app: Celery | None = None) -> None:
        self.app: Any = app

    @property
    def Receiver(self) -> type[EventReceiver]:
        """A monitor of this app."""
        return self.app.subclass_with_self(EventReceiver, reverse='events.Receiver')

    @property
    def Dispatcher(self) -> type[EventDispatcher]:
        """A sender of events of this app."""
        return self.app.subclass_with_self(EventDispatcher, reverse='events.Dispatcher')

    @property
    def State(self) -> type[State]:
        """The picture of a cluster that events make."""
        return State

    @contextmanager
    def default_dispatcher(
        self, hostname: str | None = None, enabled: bool = True, buffer_while_offline: bool = False
    ) -> Iterator[EventDispatcher]:
        """A sender of events: `with app.events.default_dispatcher() as d:`."""
        with self.app.amqp.producer_pool.acquire(block=True) as producer:
            yield self.Dispatcher(producer.connection, hostname, enabled, producer.channel, buffer_while_offline)
