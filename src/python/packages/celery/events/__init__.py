"""The event stream: what workers tell of themselves and of their tasks, for whoever listens."""

from celery._missing import attributes_of
from celery.events.dispatcher import EventDispatcher
from celery.events.event import Event, event_exchange, get_exchange, group_from
from celery.events.receiver import EventReceiver

__all__ = ('Event', 'EventDispatcher', 'EventReceiver', 'event_exchange', 'get_exchange', 'group_from')
__getattr__ = attributes_of(__name__)
