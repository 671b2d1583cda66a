"""Calls to outside systems: the one place where a program waits for them.

A package that has the shape of some library (`smtplib`, `sqlite3`) says here what it asks for, and makes of
the answer what its library would: a value, or an exception.
"""

import socket

from . import _bridge


def call(service, operation, subject='', arguments=None, *, host='', connection=0, timeout=None, muted_code=None):
    """Call a service of this kind and wait for its answer; how it ended is its `outcome`.

    `connection` is what the answer to `connect` gave; `timeout` is in seconds of simulated time. A fork
    does not run its modules again: while it loads them, everything is answered with `muted_code`.
    """
    if _bridge.muted():
        return {'outcome': 'answered', 'service': host, 'code': muted_code, 'text': '', 'value': None, 'connection': 0}
    return _bridge.park(
        {
            'kind': 'service',
            'service': service,
            'host': str(host),
            'connection': connection,
            'operation': operation,
            'subject': subject,
            'arguments': arguments or {},
            'timeout': None if timeout is None else max(0, round(timeout * 1_000_000)),
        }
    )


def send(service, operation, subject='', arguments=None, *, host=''):
    """Send a packet that nobody waits for: it takes effect when it is there, or is lost."""
    _bridge.tell(
        'datagram',
        {'service': service, 'host': str(host), 'operation': operation, 'subject': subject, 'arguments': arguments or {}},
    )


def changed(service, operation, subject, entry):
    """Tell what a call has changed in a service that runs inside Python."""
    _bridge.tell('ledger', {'service': service, 'call': operation, 'subject': subject, 'entry': entry})


def connect_error(outcome, timeout=None):
    """What a socket raises that could not connect; the numbers are those of Linux."""
    if outcome == 'refused':
        return ConnectionRefusedError(111, 'Connection refused')
    if outcome == 'unknown host':
        return socket.gaierror(socket.EAI_NONAME, 'Name or service not known')
    if outcome == 'timed out' and timeout is None:
        return TimeoutError(110, 'Connection timed out')
    if outcome == 'timed out':
        return TimeoutError('timed out')
    return ConnectionResetError(104, 'Connection reset by peer')
