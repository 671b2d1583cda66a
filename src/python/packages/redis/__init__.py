"""redis-py's exceptions, which the result backend raises. There is no server to talk to."""

from redis import exceptions as exceptions
