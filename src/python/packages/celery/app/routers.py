"""`task_routes`: what of it the simulation can follow by itself, and the functions that only Python can call."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from celery import _wire

if TYPE_CHECKING:
    from celery.app.base import Celery

Router = Callable[..., Any]


class Routers:
    """The functions among `task_routes`: the simulation cannot call them, so their answers go with each call."""

    def __init__(self, app: Celery) -> None:
        self._app = app
        #: In the order of `task_routes`.
        self.functions: list[Router] = []

    def as_setting(self, routes: Any) -> Any:
        """`task_routes` as plain data: a pattern is `{"$regex": text}`, a function `{"$callable": n}`."""
        self.functions = []
        if routes is None:
            return None
        if isinstance(routes, (list, tuple)):
            return [self._router(each) for each in routes]
        found = self._router(routes)
        # A map in pairs is one of several routers, so it needs the list around it.
        return found if isinstance(found, dict) and not isinstance(found.get('$callable'), int) else [found]

    def _router(self, router: Any) -> Any:
        if isinstance(router, str):
            router = _symbol(router)
        if isinstance(router, Mapping):
            if all(isinstance(key, str) for key in router):
                return {key: _wire.setting(route) for key, route in router.items()}
            return [[_pattern(key), _wire.setting(route)] for key, route in router.items()]
        if isinstance(router, (list, tuple)):
            return [
                [_pattern(item) for item in pair] if isinstance(pair, (list, tuple)) else pair
                for pair in router
            ]
        self.functions.append(getattr(router, 'route_for_task', router))
        return {'$callable': len(self.functions) - 1}

    def answers(self, name: str, args: Any, kwargs: Any, options: dict[str, Any]) -> dict[str, Any]:
        """What each function says about a call, as the option `$routes`; nothing where there is none."""
        if not self.functions:
            return {}
        said = []
        for function in self.functions:
            found = _ask(function, name, args, kwargs, dict(options), self._app.tasks.find(name))
            said.append(_wire.setting(found))
        return {'$routes': said}


def _ask(function: Router, name: str, args: Any, kwargs: Any, options: dict[str, Any], task: Any) -> Any:
    if getattr(function, '__name__', '') == 'route_for_task':
        return function(name, args, kwargs)
    return function(name, args, kwargs, options, task=task)


def _symbol(path: str) -> Any:
    module, _, attribute = path.replace(':', '.').rpartition('.')
    router = getattr(importlib.import_module(module), attribute)
    return router() if isinstance(router, type) else router


def _pattern(key: Any) -> Any:
    if not isinstance(key, re.Pattern):
        return _wire.setting(key)
    letters = {re.IGNORECASE: 'i', re.MULTILINE: 'm', re.DOTALL: 's'}
    flags = ''.join(letter for flag, letter in letters.items() if key.flags & flag)
    return {'$regex': key.pattern, 'flags': flags} if flags else {'$regex': key.pattern}
