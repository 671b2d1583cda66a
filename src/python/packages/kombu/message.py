"""Messages that a program takes out of a queue by itself."""

from __future__ import annotations

from typing import Any

__all__ = ['Message']


class Message:
    """One message: its headers, where it came from, and what it holds."""

    def __init__(self, channel: Any, found: dict[str, Any]) -> None:
        self.channel = channel
        self.headers: dict[str, Any] = found['headers']
        self.properties: dict[str, Any] = found['properties']
        self.delivery_info: dict[str, Any] = found['delivery_info']
        self.content_type: str = found['content_type']
        self.content_encoding: str = found['content_encoding']
        self.payload = found['body']
        self.acknowledged = True

    def decode(self) -> Any:
        """What it holds."""
        return self.payload

    def __repr__(self) -> str:
        info = self.delivery_info
        return f'<Message object with details {dict(routing_key=info["routing_key"], content_type=self.content_type)!r}>'
