"""Tasks that come out of a generator one by one, and are kept: a header may be sent while it is still being made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any


class _regen(list[Any]):
    """A list whose items are made when they are asked for; it stands one item ahead, to know its end."""

    __module__ = 'celery.utils.functional'

    def __init__(self, it: Iterable[Any]) -> None:
        super().__init__()
        self._source = iter(it)
        self._done = False

    def _pull(self) -> bool:
        """Make one more; whether there was one."""
        if self._done:
            return False
        try:
            super().append(next(self._source))
        except StopIteration:
            # Real Celery does not note the end of what was empty from the beginning.
            self._done = bool(super().__len__())
            return False
        return True

    def _has(self, place: int) -> bool:
        return place < super().__len__()

    def _all(self) -> None:
        while self._pull():
            pass

    def map(self, func: Callable[[Any], Any]) -> None:
        """Put what a function makes of each item in its place."""
        self[:] = [func(each) for each in list.__iter__(self)]
        self._source = map(func, self._source)

    def __iter__(self) -> Iterator[Any]:
        place = 0
        while self._has(place):
            yield super().__getitem__(place)
            place += 1
        while self._has(place) or self._pull():
            if not self._has(place + 1):
                self._pull()
            yield super().__getitem__(place)
            place += 1

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice) or index < 0:
            self._all()
        else:
            while not self._has(index) and self._pull():
                pass
            if not self._has(index + 1):
                self._pull()
        return super().__getitem__(index)

    def __bool__(self) -> bool:
        return self._has(0) or next(iter(self), None) is not None

    def __len__(self) -> int:
        self._all()
        return super().__len__()

    def __eq__(self, other: object) -> bool:
        self._all()
        return super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> Any:
        return list, (list(self),)

    def __repr__(self) -> str:
        shown = ', '.join(repr(each) for each in super().__iter__())
        return f'<_regen: [{shown}{"" if self._done else "..."}]>'


def regen(it: Any) -> Any:
    """Lists and tuples as they are, anything else to be made when asked for."""
    return it if isinstance(it, (list, tuple)) else _regen(it)
