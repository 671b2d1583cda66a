"""Which metrics a process has."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import _sandbox

_numbers = itertools.count()


class CollectorRegistry:
    """The metrics of a process, by their names; no two have the same."""

    def __init__(self, auto_describe: bool = False, target_info: dict[str, str] | None = None) -> None:
        self._key = f'prometheus_client.{next(_numbers)}'

    @property
    def _metrics(self) -> dict[str, Any]:
        # A process has a memory of its own, whatever modules are shared here.
        found: dict[str, Any] = _sandbox.process_local(self._key, dict)
        return found

    def register(self, collector: Any) -> None:
        """Take a metric; ValueError where one of its name is there."""
        if collector._name in self._metrics:
            raise ValueError(f'Duplicated timeseries in CollectorRegistry: {{{collector._name!r}}}')
        self._metrics[collector._name] = collector

    def unregister(self, collector: Any) -> None:
        """Forget a metric."""
        del self._metrics[collector._name]

    def get_sample_value(self, name: str, labels: dict[str, str] | None = None) -> float | None:
        """What this process says of a sample, `mails_total` or `seconds_count`; None where it has none."""
        wanted = labels or {}
        return next((value for found, given, value in self._samples() if found == name and given == wanted), None)

    def _samples(self) -> Iterator[tuple[str, dict[str, str], float]]:
        for metric in self._metrics.values():
            yield from metric._samples()


#: Where metrics are registered that are not told otherwise.
REGISTRY = CollectorRegistry()
