"""Names of workers."""

from __future__ import annotations

from celery._missing import attributes_of
from kombu.entity import Exchange, Queue

__all__ = ['nodename', 'nodesplit', 'worker_direct']
__getattr__ = attributes_of(__name__)


def nodename(name: str, hostname: str) -> str:
    """The name of a node: `name@hostname`."""
    return f'{name}@{hostname}'


def nodesplit(name: str) -> tuple[str | None, str]:
    """A node's name in two parts; the first is None where there is only a host."""
    left, at, right = name.partition('@')
    return (left, right) if at else (None, left)


def worker_direct(hostname: str | Queue) -> Queue:
    """The queue that only one worker consumes when `worker_direct` is on."""
    if isinstance(hostname, Queue):
        return hostname
    return Queue(f'{hostname}.dq2', Exchange('C.dq2'), hostname)
