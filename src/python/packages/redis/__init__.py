"""A client for the cluster's Redis, with the names of redis-py: `redis.Redis().incr('hits')`."""

from redis import exceptions as exceptions
from redis.client import Pipeline, Redis, StrictRedis, from_url
from redis.exceptions import (
    ConnectionError,
    DataError,
    LockError,
    LockNotOwnedError,
    RedisError,
    ResponseError,
    TimeoutError,
    WatchError,
)

__all__ = [
    'ConnectionError',
    'DataError',
    'LockError',
    'LockNotOwnedError',
    'Pipeline',
    'Redis',
    'RedisError',
    'ResponseError',
    'StrictRedis',
    'TimeoutError',
    'WatchError',
    'from_url',
]
