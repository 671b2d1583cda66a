"""Events as dicts, and the exchange that they go to."""

from __future__ import annotations

import time
from typing import Any

from celery._missing import attributes_of
from kombu.entity import Exchange

__all__ = ('Event', 'event_exchange', 'get_exchange', 'group_from')
__getattr__ = attributes_of(__name__)

#: The exchange of all events (rule 8.1).
EVENT_EXCHANGE_NAME = 'celeryev'
event_exchange = Exchange(EVENT_EXCHANGE_NAME, type='topic')


def Event(type: str, _fields: dict[str, Any] | None = None, __dict__: Any = dict, __now__: Any = time.time, **fields: Any) -> dict[str, Any]:
    """An event: a dict with its type, its moment and its fields."""
    event = __dict__(_fields, **fields) if _fields else fields
    event.setdefault('timestamp', __now__())
    event['type'] = type
    return event


def group_from(type: str) -> str:
    """The group of an event's type: `task` of `task-sent`."""
    return type.split('-', 1)[0]


def get_exchange(conn: Any, name: str = EVENT_EXCHANGE_NAME) -> Exchange:
    """The exchange as the broker of this connection has it: Redis knows fanout alone (rule 8.1)."""
    kind = 'fanout' if getattr(conn, 'transport_cls', None) in ('redis', 'gcpubsub') else 'topic'
    return Exchange(name, type=kind)
