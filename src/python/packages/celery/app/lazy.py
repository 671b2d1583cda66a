"""Arguments of periodic tasks that are made when beat sends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class BeatLazyFunc:
    """A function that beat calls each time it sends an entry: `'args': (BeatLazyFunc(datetime.now),)`."""

    __module__ = 'celery.beat'

    def __init__(self, func: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        self._func = func
        self._func_params = {'args': args, 'kwargs': kwargs}

    def __call__(self) -> Any:
        return self.delay()

    def delay(self) -> Any:
        """Call it."""
        return self._func(*self._func_params['args'], **self._func_params['kwargs'])
