"""Remote control commands of one's own (rule 3.69).

@control_command(args=[('n', int)], signature='[N=1]')
def double(state, n=1):
    return {'ok': n * 2}
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from celery import _bridge
from celery._missing import attributes_of
from celery._state import get_current_app, state
from celery.worker import Consumer

__all__ = ['Panel', 'control_command', 'inspect_command']
__getattr__ = attributes_of(__name__)


class State(NamedTuple):
    """The first argument of a command."""

    app: Any
    hostname: str
    consumer: Consumer


class _Registry:
    """`Panel.data`: the commands of this process by name."""

    @property
    def data(self) -> dict[str, Callable[..., Any]]:
        """Each command's function by its name."""
        return state().commands

    def register(self, *args: Any, **kwargs: Any) -> Any:
        """Make a function a command; also as decorator with a `name`, a `type` and the like."""
        return _register(*args, **kwargs)


Panel = _Registry()


def _register(*args: Any, **kwargs: Any) -> Any:
    def decorate(fun: Callable[..., Any]) -> Callable[..., Any]:
        names = [kwargs.get('name') or fun.__name__]
        if kwargs.get('alias'):
            names.append(kwargs['alias'])
        for name in names:
            state().commands[name] = fun
            _bridge.tell('command', name=name)
        return fun

    return decorate(args[0]) if len(args) == 1 and callable(args[0]) and not kwargs else decorate


def control_command(**kwargs: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a function a command that changes something."""
    return _register(type='control', **kwargs)  # type: ignore[no-any-return]


def inspect_command(**kwargs: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a function a command that only looks."""
    return _register(type='inspect', **kwargs)  # type: ignore[no-any-return]


def run_command(method: str, arguments: dict[str, Any]) -> Any:
    """Answer the question `command`: what the function returns is the reply."""
    consumer = Consumer()
    known = State(get_current_app(), consumer.hostname, consumer)
    return state().commands[method](known, **arguments)
