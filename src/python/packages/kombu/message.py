"""Messages that a program takes out of a queue by itself."""

from __future__ import annotations

from typing import Any, Self

from kombu.exceptions import ContentDisallowed, MessageStateError
from kombu.utils.json import from_json

__all__ = ['Message']

_SETTLED = frozenset({'ACK', 'REJECTED', 'REQUEUED'})
_TYPES = {
    'json': 'application/json',
    'pickle': 'application/x-python-serialize',
    'yaml': 'application/x-yaml',
    'msgpack': 'application/x-msgpack',
}
_TRUSTED = frozenset({'application/data', 'application/text', 'text/plain'})


class Message:
    """One message: its headers, where it came from, and what it holds.

    `ack()`, `reject()` or `requeue()` settles it; until then the broker keeps it for you.
    """

    def __init__(
        self,
        body: Any = None,
        delivery_tag: int | str | None = None,
        content_type: str | None = None,
        content_encoding: str | None = None,
        delivery_info: dict[str, Any] | None = None,
        properties: dict[str, Any] | None = None,
        headers: dict[str, Any] | None = None,
        postencode: str | None = None,
        accept: Any = None,
        channel: Any = None,
        **kwargs: Any,
    ) -> None:
        self.channel = channel
        self.delivery_tag = delivery_tag
        self.content_type = content_type
        self.content_encoding = content_encoding
        self.delivery_info = delivery_info or {}
        self.headers = headers or {}
        self.properties = properties or {}
        self.body = body
        self.accept = accept
        self._state = 'RECEIVED'

    @classmethod
    def of(cls, channel: Any, found: dict[str, Any]) -> Self:
        """The message that the broker has handed out."""
        return cls(
            body=found['body'],
            delivery_tag=found['tag'],
            content_type=found['content_type'],
            content_encoding=found['content_encoding'],
            delivery_info=dict(found['delivery_info']),
            properties=found['properties'],
            headers=found['headers'],
            channel=channel,
        )

    @property
    def acknowledged(self) -> bool:
        """Whether it is settled."""
        return self._state in _SETTLED

    @property
    def payload(self) -> Any:
        """What it holds."""
        return self.decode()

    def decode(self) -> Any:
        """What it holds; ContentDisallowed where its content type is not accepted."""
        allowed = self.accept
        if allowed is not None and self.content_type not in _TRUSTED:
            types = {_TYPES.get(name, name) for name in allowed}
            if self.content_type not in types:
                known = {kind: name for name, kind in _TYPES.items()}
                name = known.get(self.content_type or '', self.content_type)
                raise ContentDisallowed(
                    f'Refusing to deserialize disabled content of type {name} ({self.content_type})'
                )
        return from_json(self.body)

    def ack(self, multiple: bool = False) -> None:
        """Done: the broker forgets it."""
        self._settle('ACK')
        self.channel.basic_ack(self.delivery_tag, multiple=multiple)

    def ack_log_error(self, logger: Any, errors: Any, multiple: bool = False) -> None:
        """`ack()`; what it raises of `errors` is logged."""
        self._logged(logger, errors, 'ack', lambda: self.ack(multiple=multiple))

    def reject(self, requeue: bool = False) -> None:
        """Not wanted: it is thrown away, or goes to a dead letter exchange."""
        self._settle('REJECTED')
        self.channel.basic_reject(self.delivery_tag, requeue=requeue)

    def reject_log_error(self, logger: Any, errors: Any, requeue: bool = False) -> None:
        """`reject()`; what it raises of `errors` is logged."""
        self._logged(logger, errors, 'reject', lambda: self.reject(requeue=requeue))

    def requeue(self) -> None:
        """Back to its queue: somebody gets it again."""
        self._settle('REQUEUED')
        self.channel.basic_reject(self.delivery_tag, requeue=True)

    def _settle(self, state: str) -> None:
        if self.channel is None:
            raise MessageStateError('This message does not have a receiving channel')
        if self.acknowledged:
            raise MessageStateError(f'Message already acknowledged with state: {self._state}')
        self._state = state

    def _logged(self, logger: Any, errors: Any, what: str, action: Any) -> None:
        try:
            action()
        except errors as exc:
            logger.critical("Couldn't %s %r, reason:%r", what, self.delivery_tag, exc, exc_info=True)

    def __repr__(self) -> str:
        info = self.delivery_info
        told = {
            'state': self._state,
            'content_type': self.content_type,
            'delivery_tag': self.delivery_tag,
            'body_length': len(str(self.body)),
            'properties': {},
            'delivery_info': {'exchange': info.get('exchange'), 'routing_key': info.get('routing_key')},
        }
        return f'<{type(self).__name__} object at {hex(id(self))} with details {told!r}>'
