"""What redis-py raises."""


class RedisError(Exception):
    """The base of them."""


class ConnectionError(RedisError):
    """Nobody listens, or the connection has ended."""


class TimeoutError(RedisError):
    """Nobody answers."""
