"""Metrics with the names of statsd: packets (UDP) that nobody waits for, and that may be lost."""

from __future__ import annotations

import datetime
import functools
import random
import time
from collections.abc import Callable
from typing import Any

from _sandbox import _services

__version__ = '4.0.1'


class _Client:
    _prefix: str | None = None

    def _send(self, kind: str, stat: str, given: dict[str, Any]) -> None:
        raise NotImplementedError

    def _say(self, kind: str, stat: str, rate: float, **given: Any) -> None:
        if rate < 1 and random.random() > rate:
            return
        self._send(kind, f'{self._prefix}.{stat}' if self._prefix else stat, given)

    def incr(self, stat: str, count: float = 1, rate: float = 1) -> None:
        """Count so many more; with a rate, for as many as are left out."""
        self._say('counter', stat, rate, value=count / min(rate, 1))

    def decr(self, stat: str, count: float = 1, rate: float = 1) -> None:
        """Count so many fewer."""
        self.incr(stat, -count, rate)

    def gauge(self, stat: str, value: float, rate: float = 1, delta: bool = False) -> None:
        """It is this now, or with `delta` so much more than it was."""
        self._say('gauge', stat, rate, value=value, **({'change': True} if delta else {}))

    def timing(self, stat: str, delta: float | datetime.timedelta, rate: float = 1) -> None:
        """It took so many milliseconds."""
        took = delta.total_seconds() * 1000 if isinstance(delta, datetime.timedelta) else delta
        self._say('timer', stat, rate, value=took)

    def timer(self, stat: str, rate: float = 1) -> Timer:
        """Time a `with`, or a function that it decorates."""
        return Timer(self, stat, rate)


class StatsClient(_Client):
    """A client of the service of the kind `metrics`."""

    def __init__(
        self,
        host: str = 'localhost',
        port: int = 8125,
        prefix: str | None = None,
        maxudpsize: int = 512,
        ipv6: bool = False,
    ) -> None:
        self._host = host
        self._prefix = prefix

    def _send(self, kind: str, stat: str, given: dict[str, Any]) -> None:
        _services.send('metrics', kind, stat, given, host=self._host)

    def pipeline(self) -> Pipeline:
        """Gather metrics and send them together."""
        return Pipeline(self)

    def close(self) -> None:
        """Nothing: packets have no connection."""


class Pipeline(_Client):
    """Metrics that are sent together, when `send` is called or its `with` ends."""

    def __init__(self, client: StatsClient) -> None:
        self._client = client
        self._prefix = client._prefix
        self._waiting: list[tuple[str, str, dict[str, Any]]] = []

    def _send(self, kind: str, stat: str, given: dict[str, Any]) -> None:
        self._waiting.append((kind, stat, given))

    def send(self) -> None:
        """Send what was gathered."""
        waiting, self._waiting = self._waiting, []
        for kind, stat, given in waiting:
            self._client._send(kind, stat, given)

    def __enter__(self) -> Pipeline:
        return self

    def __exit__(self, *args: Any) -> None:
        self.send()


class Timer:
    """How long something takes, in milliseconds: `ms`."""

    def __init__(self, client: _Client, stat: str, rate: float = 1) -> None:
        self.client = client
        self.stat = stat
        self.rate = rate
        self.ms: float | None = None
        self._began: float | None = None

    def start(self) -> Timer:
        """It begins now."""
        self.ms = None
        self._began = time.perf_counter()
        return self

    def stop(self, send: bool = True) -> Timer:
        """It ends now."""
        if self._began is None:
            raise RuntimeError('Timer has not started.')
        self.ms = 1000 * (time.perf_counter() - self._began)
        if send:
            self.send()
        return self

    def send(self) -> None:
        """Say how long it took."""
        if self.ms is None:
            raise RuntimeError('No data recorded.')
        self.client.timing(self.stat, self.ms, self.rate)

    def __enter__(self) -> Timer:
        return self.start()

    def __exit__(self, *args: Any) -> None:
        self.stop()

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            own = Timer(self.client, self.stat, self.rate).start()
            try:
                return function(*args, **kwargs)
            finally:
                own.stop()

        return wrapped
