"""Properties that are worked out once."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

__all__ = ['cached_property']


class cached_property(functools.cached_property[Any]):
    """A property that is worked out once and can be set."""

    def __init__(
        self,
        fget: Callable[[Any], Any] | None = None,
        fset: Callable[[Any, Any], Any] | None = None,
        fdel: Callable[[Any, Any], Any] | None = None,
    ) -> None:
        super().__init__(fget)  # type: ignore[arg-type]
        self._set = fset
        self._deleted = fdel

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self
        found = vars(instance)
        return found[self.attrname] if self.attrname in found else super().__get__(instance, owner)

    def __set__(self, instance: Any, value: Any) -> None:
        kept = value if self._set is None else self._set(instance, value)
        vars(instance)[self.attrname] = kept

    def __delete__(self, instance: Any) -> None:
        value = vars(instance).pop(self.attrname, None)
        if self._deleted is not None:
            self._deleted(instance, value)

    def setter(self, fset: Callable[[Any, Any], Any]) -> cached_property:
        """The same with something to do when it is set."""
        return type(self)(self.func, fset, self._deleted)

    def deleter(self, fdel: Callable[[Any, Any], Any]) -> cached_property:
        """The same with something to do when it is deleted."""
        return type(self)(self.func, self._set, fdel)
