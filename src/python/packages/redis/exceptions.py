"""What redis-py raises."""


class RedisError(Exception):
    """The base of them."""


class ConnectionError(RedisError):
    """Nobody listens, or the connection has ended."""


class TimeoutError(RedisError):
    """Nobody answers."""


class ResponseError(RedisError):
    """The server refuses a command."""


class DataError(RedisError):
    """A value that cannot be sent."""


class WatchError(RedisError):
    """What a transaction watches has changed."""


class LockError(RedisError, ValueError):
    """A lock that is not held."""


class LockNotOwnedError(LockError):
    """A lock that somebody else holds by now, or nobody."""
