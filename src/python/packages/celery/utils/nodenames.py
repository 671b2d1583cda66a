"""Names of workers."""

from __future__ import annotations

import os
import re
from typing import Any

from celery._missing import attributes_of
from kombu.entity import Exchange, Queue

__all__ = [
    'anon_nodename',
    'default_nodename',
    'gethostname',
    'host_format',
    'node_format',
    'nodename',
    'nodesplit',
    'worker_direct',
]
__getattr__ = attributes_of(__name__)


def nodename(name: str, hostname: str) -> str:
    """The name of a node: `name@hostname`."""
    return f'{name}@{hostname}'


def nodesplit(name: str) -> tuple[str | None, str]:
    """A node's name in two parts; the first is None where there is only a host."""
    left, at, right = name.partition('@')
    return (left, right) if at else (None, left)


def gethostname() -> str:
    """The machine of everything in the simulated cluster."""
    return 'sim'


def anon_nodename(hostname: str | None = None, prefix: str = 'gen') -> str:
    """The name of a process that is no worker."""
    return nodename(f'{prefix}{os.getpid()}', hostname or gethostname())


def default_nodename(hostname: str | None) -> str:
    """A worker's name with what it lacks."""
    name, host = nodesplit(hostname or '')
    return nodename(name or 'celery', host or gethostname())


def node_format(s: str, name: str, **extra: Any) -> str:
    """As `host_format`, with the parts of a node's name."""
    short, host = nodesplit(name)
    return host_format(s, host, short or 'celery', p=name, **extra)


def host_format(s: str, host: str | None = None, name: str | None = None, **extra: Any) -> str:
    """A text with `%h` (host), `%n` (name), `%d` (domain), `%i` and `%I` (number of the pool process)."""
    host = host or gethostname()
    first, _, domain = host.partition('.')
    known = {'h': host, 'n': name or first, 'd': domain, 'i': '0', 'I': '', **extra}

    def value(found: re.Match[str]) -> str:
        key = found.group(1)
        if key not in known:
            raise ValueError(_UNKNOWN.format(key, s))
        return str(known[key])

    return re.sub(r'%(\w)', value, s)


# Celery's own words.
_UNKNOWN = """\
Unknown format %{0} in string {1!r}.
Possible causes: Did you forget to escape the expand sign (use '%%{0!r}'),
or did you escape and the value was expanded twice? (%%N -> %N -> %hostname)?
"""


def worker_direct(hostname: str | Queue) -> Queue:
    """The queue that only one worker consumes when `worker_direct` is on."""
    if isinstance(hostname, Queue):
        return hostname
    return Queue(f'{hostname}.dq2', Exchange('C.dq2'), hostname)
