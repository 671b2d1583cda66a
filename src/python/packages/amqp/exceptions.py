"""Errors of AMQP, by their codes."""

from __future__ import annotations

__all__ = [
    'AMQPError',
    'AccessRefused',
    'ChannelError',
    'ConnectionError',
    'ConnectionForced',
    'ConsumerCancelled',
    'ContentTooLarge',
    'IrrecoverableChannelError',
    'IrrecoverableConnectionError',
    'NoConsumers',
    'NotAllowed',
    'NotFound',
    'PreconditionFailed',
    'RecoverableChannelError',
    'RecoverableConnectionError',
    'ResourceError',
    'ResourceLocked',
    'error_for_code',
]


class AMQPError(Exception):
    """What RabbitMQ refuses: a code, its words, and which method was refused."""

    code = 0

    def __init__(
        self,
        reply_text: str | None = None,
        method_sig: tuple[int, int] | None = None,
        method_name: str | None = None,
        reply_code: int | None = None,
    ) -> None:
        self.message = reply_text
        self.reply_code = reply_code or self.code
        self.reply_text = reply_text
        self.method_sig = method_sig
        self.method_name = method_name or ''
        Exception.__init__(self, self.reply_code, reply_text, method_sig, self.method_name)

    def __str__(self) -> str:
        if self.method_name:
            return f'{self.method_name}: ({self.reply_code}) {self.reply_text}'
        return self.reply_text or f'<{type(self).__name__}: unknown error>'

    @property
    def method(self) -> str | tuple[int, int] | None:
        """Which method was refused."""
        return self.method_name or self.method_sig


class ConnectionError(AMQPError):
    """The connection is closed after it."""


class ChannelError(AMQPError):
    """The channel is closed after it."""


class RecoverableChannelError(ChannelError):
    """Trying again may help."""


class IrrecoverableChannelError(ChannelError):
    """Trying again would not help."""


class RecoverableConnectionError(ConnectionError):
    """Connecting again may help."""


class IrrecoverableConnectionError(ConnectionError):
    """Connecting again would not help."""


class ConsumerCancelled(RecoverableConnectionError):
    """The broker gives this consumer no more messages."""


class ContentTooLarge(RecoverableChannelError):
    """The message is too large."""

    code = 311


class NoConsumers(RecoverableChannelError):
    """Nobody takes from the queue."""

    code = 313


class ConnectionForced(RecoverableConnectionError):
    """The broker has closed the connection."""

    code = 320


class AccessRefused(IrrecoverableChannelError):
    """One may not do that here."""

    code = 403


class NotFound(IrrecoverableChannelError):
    """There is no such queue or exchange."""

    code = 404


class ResourceLocked(RecoverableChannelError):
    """It belongs to another connection alone."""

    code = 405


class PreconditionFailed(IrrecoverableChannelError):
    """It is there, but not like this."""

    code = 406


class ResourceError(RecoverableConnectionError):
    """The broker has run out of something."""

    code = 506


class NotAllowed(IrrecoverableConnectionError):
    """The broker does not allow it."""

    code = 530


_BY_CODE: dict[int, type[AMQPError]] = {
    each.code: each
    for each in (
        ContentTooLarge,
        NoConsumers,
        ConnectionForced,
        AccessRefused,
        NotFound,
        ResourceLocked,
        PreconditionFailed,
        ResourceError,
        NotAllowed,
    )
}


def error_for_code(code: int, text: str, method: tuple[int, int], name: str) -> AMQPError:
    """The exception of a reply code."""
    return _BY_CODE.get(code, ChannelError)(text, method, name, reply_code=code)
