"""Counter, Gauge, Histogram and Summary."""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import _sandbox
from _sandbox import _services
from prometheus_client.registry import REGISTRY, CollectorRegistry

_M = TypeVar('_M', bound='_Metric')
_Sample = tuple[str, dict[str, str], float]

_NAME = re.compile(r'[a-zA-Z_:][a-zA-Z0-9_:]*')
_INF = float('inf')


class _Metric:
    _type = ''
    _reserved: tuple[str, ...] = ()

    def __init__(
        self,
        name: str,
        documentation: str,
        labelnames: Iterable[str] = (),
        namespace: str = '',
        subsystem: str = '',
        unit: str = '',
        registry: CollectorRegistry | None = REGISTRY,
        _labelvalues: Sequence[str] | None = None,
    ) -> None:
        full = '_'.join(part for part in (namespace, subsystem, name) if part)
        if unit and not full.endswith(f'_{unit}'):
            full = f'{full}_{unit}'
        self._name = self._named(full)
        if _NAME.fullmatch(self._name) is None:
            raise ValueError(f'Invalid metric name: {name}')
        self._documentation = documentation
        self._labelnames = tuple(labelnames)
        for label in self._labelnames:
            if label in self._reserved or label.startswith('__') or _NAME.fullmatch(label) is None:
                raise ValueError(f'Invalid label name: {label}')
        self._labelvalues = tuple(_labelvalues or ())
        self._children: dict[tuple[str, ...], Any] = {}
        if _labelvalues is None and registry is not None:
            registry.register(self)

    def _named(self, full: str) -> str:
        return full

    def labels(self: _M, *labelvalues: Any, **labelkwargs: Any) -> _M:
        """The series with these labels, given in their order or by name."""
        if not self._labelnames or self._labelvalues:
            raise ValueError(f'{self._name} has no label names, or its labels are set already')
        if labelvalues and labelkwargs:
            raise ValueError('Give the labels in their order or by name, not both')
        if labelkwargs and sorted(labelkwargs) != sorted(self._labelnames):
            raise ValueError('Incorrect label names')
        given = [labelkwargs[name] for name in self._labelnames] if labelkwargs else labelvalues
        if len(given) != len(self._labelnames):
            raise ValueError('Incorrect label count')
        values = tuple(str(value) for value in given)
        if values not in self._children:
            self._children[values] = self._child(values)
        return self._children[values]

    def _child(self: _M, values: tuple[str, ...]) -> _M:
        made = type(self)(self._name, self._documentation, self._labelnames, registry=None, _labelvalues=values)
        return made

    @property
    def _labels(self) -> dict[str, str]:
        return dict(zip(self._labelnames, self._labelvalues))

    def _say(self, **given: Any) -> None:
        if self._labelnames and not self._labelvalues:
            raise ValueError(f'{self._type} metric is missing label values')
        _services.send('metrics', self._type, self._name, {'labels': self._labels, **given})

    def _samples(self) -> Iterator[_Sample]:
        if self._labelnames and not self._labelvalues:
            for child in self._children.values():
                yield from child._own_samples()
        else:
            yield from self._own_samples()

    def _own_samples(self) -> Iterator[_Sample]:
        return iter(())


def _process() -> str:
    found = _sandbox.running()
    return f'{found.name}:{found.pid}'


class Counter(_Metric):
    """What only grows: mails that were sent, tries that failed."""

    _type = 'counter'

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._value = 0.0

    def _named(self, full: str) -> str:
        return full.removesuffix('_total')

    def inc(self, amount: float = 1, exemplar: dict[str, str] | None = None) -> None:
        """Count so many more."""
        if amount < 0:
            raise ValueError('Counters can only be incremented by non-negative amounts.')
        self._value += amount
        self._say(value=self._value, process=_process())

    def count_exceptions(self, exception: Any = Exception) -> _Exceptions:
        """Count what is raised within a `with`, or in a function that it decorates."""
        return _Exceptions(self, exception)

    def _own_samples(self) -> Iterator[_Sample]:
        yield f'{self._name}_total', self._labels, self._value


class Gauge(_Metric):
    """What goes up and down: mails that wait, workers that are busy."""

    _type = 'gauge'

    def __init__(self, *args: Any, multiprocess_mode: str = 'all', **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._value = 0.0

    def inc(self, amount: float = 1) -> None:
        """So many more."""
        self._value += amount
        self._say(value=amount, change=True)

    def dec(self, amount: float = 1) -> None:
        """So many fewer."""
        self.inc(-amount)

    def set(self, value: float) -> None:
        """It is this now."""
        self._value = float(value)
        self._say(value=self._value)

    def set_to_current_time(self) -> None:
        """The moment, in seconds of the epoch."""
        self.set(time.time())

    def track_inprogress(self) -> _InProgress:
        """One more within a `with`, or while a function runs that it decorates."""
        return _InProgress(self)

    def time(self) -> _Timer:
        """Set it to how long a `with` takes, or a function that it decorates."""
        return _Timer(self.set)

    def _own_samples(self) -> Iterator[_Sample]:
        yield self._name, self._labels, self._value


class _Observed(_Metric):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._count = 0
        self._sum = 0.0

    def observe(self, amount: float, exemplar: dict[str, str] | None = None) -> None:
        """It was this once."""
        self._count += 1
        self._sum += amount
        self._say(value=amount, count=self._count, sum=self._sum, process=_process())

    def time(self) -> _Timer:
        """Observe how long a `with` takes, or a function that it decorates."""
        return _Timer(self.observe)

    def _own_samples(self) -> Iterator[_Sample]:
        yield f'{self._name}_count', self._labels, float(self._count)
        yield f'{self._name}_sum', self._labels, self._sum


class Summary(_Observed):
    """How often something was observed, and the sum of it."""

    _type = 'summary'
    _reserved = ('quantile',)


class Histogram(_Observed):
    """How often something was observed, by buckets."""

    _type = 'histogram'
    _reserved = ('le',)
    #: Seconds, as for the answers of a web server.
    DEFAULT_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0, _INF)

    def __init__(self, *args: Any, buckets: Sequence[float | str] = DEFAULT_BUCKETS, **kwargs: Any) -> None:
        bounds = [float(bound) for bound in buckets]
        if bounds != sorted(bounds):
            raise ValueError('Buckets not in sorted order')
        if bounds[-1:] != [_INF]:
            bounds.append(_INF)
        if len(bounds) < 2:
            raise ValueError('Must have at least two buckets')
        super().__init__(*args, **kwargs)
        self._bounds = bounds
        self._buckets = [0] * len(bounds)

    def _child(self, values: tuple[str, ...]) -> Histogram:
        return Histogram(
            self._name, self._documentation, self._labelnames, registry=None, _labelvalues=values, buckets=self._bounds
        )

    def observe(self, amount: float, exemplar: dict[str, str] | None = None) -> None:
        """It was this once."""
        at = next((at for at, bound in enumerate(self._bounds) if amount <= bound), len(self._bounds) - 1)
        self._buckets[at] += 1
        super().observe(amount, exemplar)

    def _own_samples(self) -> Iterator[_Sample]:
        yet = 0
        for bound, count in zip(self._bounds, self._buckets):
            yet += count
            le = '+Inf' if bound == _INF else repr(bound)
            yield f'{self._name}_bucket', {**self._labels, 'le': le}, float(yet)
        yield from super()._own_samples()


class _Around:
    """Does something around a `with`, or around each call of a function that it decorates."""

    def _begin(self) -> Any:
        return None

    def _end(self, begun: Any, error: BaseException | None) -> None:
        raise NotImplementedError

    def __enter__(self) -> Any:
        self._begun = self._begin()
        return self

    def __exit__(self, kind: Any, error: BaseException | None, traceback: Any) -> None:
        self._end(self._begun, error)

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            begun = self._begin()
            try:
                result = function(*args, **kwargs)
            except BaseException as error:
                self._end(begun, error)
                raise
            self._end(begun, None)
            return result

        return wrapped


class _Timer(_Around):
    def __init__(self, tell: Callable[[float], None]) -> None:
        self._tell = tell

    def _begin(self) -> float:
        return time.perf_counter()

    def _end(self, begun: float, error: BaseException | None) -> None:
        self._tell(time.perf_counter() - begun)


class _Exceptions(_Around):
    def __init__(self, counter: Counter, exception: Any) -> None:
        self._counter = counter
        self._exception = exception

    def _end(self, begun: Any, error: BaseException | None) -> None:
        if isinstance(error, self._exception):
            self._counter.inc()


class _InProgress(_Around):
    def __init__(self, gauge: Gauge) -> None:
        self._gauge = gauge

    def _begin(self) -> None:
        self._gauge.inc()

    def _end(self, begun: Any, error: BaseException | None) -> None:
        self._gauge.dec()
