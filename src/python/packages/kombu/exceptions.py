"""Exceptions of kombu, the messaging library below Celery."""

from __future__ import annotations

from amqp.exceptions import ChannelError, ConnectionError, ResourceError


class KombuError(Exception):
    """Base of what kombu raises."""


class OperationalError(KombuError):
    """The broker cannot be reached, even after the publish was tried again."""


class SerializationError(KombuError):
    """Something could not be encoded or decoded."""


class EncodeError(SerializationError):
    """A value cannot be written in the message: a set, an open file, an object of your own."""


class DecodeError(SerializationError):
    """The bytes of a message are not what its content type promises."""


class NotBoundError(KombuError):
    """A queue or exchange is used without a channel."""


class MessageStateError(KombuError):
    """A message was acknowledged or rejected twice."""


class LimitExceeded(KombuError):
    """A limit is used up."""


class ConnectionLimitExceeded(LimitExceeded):
    """Too many connections."""


class ChannelLimitExceeded(LimitExceeded):
    """Too many channels."""


class VersionMismatch(KombuError):
    """Two versions do not fit each other."""


class SerializerNotInstalled(KombuError):
    """No serializer has that name."""


class ContentDisallowed(SerializerNotInstalled):
    """The content type is not in `accept_content`."""


class InconsistencyError(ConnectionError):
    """A set-up went missing, for instance a queue table."""


__all__ = [
    'ChannelError',
    'ChannelLimitExceeded',
    'ConnectionError',
    'ConnectionLimitExceeded',
    'ContentDisallowed',
    'DecodeError',
    'EncodeError',
    'InconsistencyError',
    'KombuError',
    'LimitExceeded',
    'MessageStateError',
    'NotBoundError',
    'OperationalError',
    'ResourceError',
    'SerializationError',
    'SerializerNotInstalled',
    'VersionMismatch',
]
