"""What queues, exchanges and bindings have in common: fields by name, and a channel once they are bound."""

from __future__ import annotations

from copy import copy
from typing import Any, ClassVar, Self

from kombu.exceptions import NotBoundError

__all__ = ['MaybeChannelBound', 'Object']


def _rebuilt(kind: type[Object], fields: dict[str, Any]) -> Object:
    """An object as it comes out of a pickle."""
    return kind(**fields)


class Object:
    """Takes its fields as keyword arguments; others are passed over."""

    #: Name of each field, and what makes its value of what is given.
    attrs: ClassVar[tuple[tuple[str, Any], ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        for name, kind in self.attrs:
            given = kwargs.get(name)
            if given is not None:
                setattr(self, name, kind(given) if kind else given)
            elif not hasattr(self, name):
                setattr(self, name, None)

    def as_dict(self, recurse: bool = False) -> dict[str, Any]:
        """The fields as a dict; with `recurse` objects in it are dicts as well."""

        def shown(value: Any, kind: Any) -> Any:
            if recurse and isinstance(value, Object):
                return value.as_dict(recurse=True)
            return kind(value) if kind and value is not None else value

        return {name: shown(getattr(self, name), kind) for name, kind in self.attrs}

    def __reduce__(self) -> Any:
        return _rebuilt, (type(self), self.as_dict())

    def __copy__(self) -> Self:
        return type(self)(**self.as_dict())


class MaybeChannelBound(Object):
    """Something of the broker: a description until it is bound to a channel, then the thing itself."""

    _channel: Any = None
    _is_bound = False
    #: Whether it need not be declared a second time.
    can_cache_declaration = False

    def __call__(self, channel: Any) -> Self:
        """The same with a channel: what it is told now happens at the broker."""
        return self.bind(channel)

    def bind(self, channel: Any) -> Self:
        """The same with a channel: what it is told now happens at the broker."""
        return copy(self).maybe_bind(channel)

    def maybe_bind(self, channel: Any) -> Self:
        """Take the channel, unless there is one already."""
        if not self.is_bound and channel:
            self._channel = _channel_of(channel)
            self.when_bound()
            self._is_bound = True
        return self

    def revive(self, channel: Any) -> None:
        """Go on with another channel."""
        if self.is_bound:
            self._channel = channel
            self.when_bound()

    def when_bound(self) -> None:
        """Override it: called when a channel is there."""

    @property
    def is_bound(self) -> bool:
        """Whether it has a channel."""
        return self._is_bound and self._channel is not None

    @property
    def channel(self) -> Any:
        """Its channel; NotBoundError where there is none."""
        if self._channel is None:
            raise NotBoundError(f"Can't call method on {type(self).__name__} not bound to a channel")
        return self._channel

    def __repr__(self) -> str:
        return self._repr_entity(type(self).__name__)

    def _repr_entity(self, item: Any = '') -> str:
        shown = item or type(self).__name__
        return f'<{shown} bound to chan:{self.channel.channel_id}>' if self.is_bound else f'<unbound {shown}>'


def _channel_of(channel: Any) -> Any:
    """A connection stands for its own channel."""
    return channel if hasattr(type(channel), 'basic_get') else channel.default_channel
