"""What `then` gives: something that is called once, and calls others then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Promise:
    """A function that runs once its values are there, and those that hang on what it returns."""

    def __init__(
        self, fun: Callable[..., Any] | None = None, on_error: Callable[..., Any] | None = None
    ) -> None:
        self.fun = fun
        self.on_error = on_error
        #: Whether it was called, whether it raised, whether it never will be.
        self.ready = self.failed = self.cancelled = False
        #: The exception that it raised.
        self.reason: BaseException | None = None
        #: What it hands on.
        self.value: tuple[Any, ...] = ()
        self._followers: list[Promise] = []

    def __call__(self, *values: Any) -> None:
        """The values are there. A second call changes nothing."""
        if self.ready or self.failed or self.cancelled:
            return
        try:
            self.value = values if self.fun is None else (self.fun(*values),)
        except Exception as exc:
            self.throw(exc)
            return
        self.ready = True
        followers, self._followers = self._followers, []
        for follower in followers:
            follower(*self.value)

    def then(self, callback: Callable[..., Any], on_error: Callable[..., Any] | None = None) -> Any:
        """Call a function afterwards; at once where it has run already."""
        follower = callback if isinstance(callback, Promise) else Promise(callback, on_error)
        if self.ready:
            follower(*self.value)
        elif self.failed and self.reason is not None:
            follower.throw(self.reason)
        else:
            self._followers.append(follower)
        return follower

    def throw(self, exc: BaseException, propagate: bool = True) -> None:
        """It has failed: whoever waits hears of it; without `on_error` it is raised here."""
        self.failed, self.reason = True, exc
        if self.on_error is not None:
            self.on_error(exc)
        followers, self._followers = self._followers, []
        for follower in followers:
            follower.throw(exc, propagate=False)
        if self.on_error is None and propagate:
            raise exc

    def cancel(self) -> None:
        """Never call it."""
        self.cancelled = True
        for follower in self._followers:
            follower.cancel()

    def __repr__(self) -> str:
        return f'<promise@{id(self):#x} -> {self.fun!r}>' if self.fun else f'<promise@{id(self):#x}>'
