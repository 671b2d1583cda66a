"""Errors of AMQP, by their codes."""

from __future__ import annotations

from kombu.exceptions import ChannelError as KombuChannelError

__all__ = [
    'AMQPError',
    'ChannelError',
    'IrrecoverableChannelError',
    'NotFound',
    'PreconditionFailed',
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


class ChannelError(AMQPError, KombuChannelError):
    """The channel is closed after it."""


class IrrecoverableChannelError(ChannelError):
    """Trying again would not help."""


class NotFound(IrrecoverableChannelError):
    """There is no such queue or exchange."""

    code = 404


class PreconditionFailed(IrrecoverableChannelError):
    """It is there, but not like this."""

    code = 406


_BY_CODE: dict[int, type[AMQPError]] = {each.code: each for each in (NotFound, PreconditionFailed)}


def error_for_code(code: int, text: str, method: tuple[int, int], name: str) -> AMQPError:
    """The exception of a reply code."""
    return _BY_CODE.get(code, ChannelError)(text, method, name, reply_code=code)
