"""Messages that a program takes out of a queue by itself."""

from __future__ import annotations

from typing import Any

from kombu.exceptions import MessageStateError

__all__ = ['Message']


class Message:
    """One message: its headers, where it came from, and what it holds."""

    MessageStateError = MessageStateError

    def __init__(self, channel: Any, found: dict[str, Any]) -> None:
        self.channel = channel
        self.headers: dict[str, Any] = found['headers']
        self.properties: dict[str, Any] = found['properties']
        self.delivery_info: dict[str, Any] = found['delivery_info']
        self.content_type: str = found['content_type']
        self.content_encoding: str = found['content_encoding']
        self.payload = found['body']
        self._state = 'ACK'

    @property
    def acknowledged(self) -> bool:
        """Whether the broker has been told what became of it: with `no_ack` it need not be."""
        return self._state in ('ACK', 'REJECTED', 'REQUEUED')

    def decode(self) -> Any:
        """What it holds."""
        return self.payload

    def ack(self, multiple: bool = False) -> None:
        """Say that it is done; MessageStateError where that was said before."""
        raise self.MessageStateError(f'Message already acknowledged with state: {self._state}')

    def reject(self, requeue: bool = False) -> None:
        """Say that it is not wanted; MessageStateError where it was settled before."""
        self.ack()

    def requeue(self) -> None:
        """Give it back; MessageStateError where it was settled before."""
        self.ack()

    def __repr__(self) -> str:
        info = self.delivery_info
        return f'<Message object with details {dict(routing_key=info["routing_key"], content_type=self.content_type)!r}>'
