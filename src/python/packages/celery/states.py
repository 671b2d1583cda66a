"""The states of a task, and how they compare."""

from __future__ import annotations

#: Nobody has heard of the task, or it waits in a queue: the two cannot be told apart.
PENDING = 'PENDING'
#: A worker has the message (seen in events only).
RECEIVED = 'RECEIVED'
#: A process runs it; stored only with `track_started`.
STARTED = 'STARTED'
#: It returned; its result is the value.
SUCCESS = 'SUCCESS'
#: It raised; its result is the exception.
FAILURE = 'FAILURE'
#: It was revoked before it ran, or terminated.
REVOKED = 'REVOKED'
#: The worker rejected its message (never stored).
REJECTED = 'REJECTED'
#: It will run again; its result is the exception that made it so.
RETRY = 'RETRY'
#: It raised Ignore (never stored).
IGNORED = 'IGNORED'

READY_STATES = frozenset({SUCCESS, FAILURE, REVOKED})
UNREADY_STATES = frozenset({PENDING, RECEIVED, STARTED, REJECTED, RETRY})
EXCEPTION_STATES = frozenset({RETRY, FAILURE, REVOKED})
PROPAGATE_STATES = frozenset({FAILURE, REVOKED})
ALL_STATES = frozenset({PENDING, RECEIVED, STARTED, SUCCESS, FAILURE, RETRY, REVOKED})

#: From high to low; `None` is the place of every state of your own.
PRECEDENCE = [SUCCESS, FAILURE, None, REVOKED, STARTED, RECEIVED, REJECTED, RETRY, PENDING]
_RANKS = {name: rank for rank, name in enumerate(PRECEDENCE)}
NONE_PRECEDENCE = _RANKS[None]


def precedence(state: str) -> int:
    """The rank of a state; lower is further on. States of your own share one rank."""
    return _RANKS.get(state, NONE_PRECEDENCE)


class state(str):
    """A state that compares by precedence: `state('PENDING') < state('SUCCESS')`."""

    def __gt__(self, other: str) -> bool:
        return precedence(self) < precedence(other)

    def __ge__(self, other: str) -> bool:
        return precedence(self) <= precedence(other)

    def __lt__(self, other: str) -> bool:
        return precedence(self) > precedence(other)

    def __le__(self, other: str) -> bool:
        return precedence(self) >= precedence(other)


__all__ = [
    'ALL_STATES',
    'EXCEPTION_STATES',
    'FAILURE',
    'IGNORED',
    'PENDING',
    'PROPAGATE_STATES',
    'READY_STATES',
    'RECEIVED',
    'REJECTED',
    'RETRY',
    'REVOKED',
    'STARTED',
    'SUCCESS',
    'UNREADY_STATES',
    'precedence',
    'state',
]
