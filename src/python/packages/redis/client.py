"""The client. Each command goes to the simulated server and takes its time on the simulated clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from celery import _bridge
from redis.exceptions import DataError
from redis.lock import Lock

Value = bytes | str | int | float


class Commands:
    """The commands; who sends them is another matter."""

    def execute_command(self, *args: Any, **options: Any) -> Any:
        """Send any command: `execute_command('LRANGE', 'names', 0, -1)`."""
        raise NotImplementedError

    # Keys

    def delete(self, *names: Any) -> Any:
        """Delete keys; how many there were."""
        return self.execute_command('DEL', *names)

    def exists(self, *names: Any) -> Any:
        """How many of these keys there are."""
        return self.execute_command('EXISTS', *names)

    def expire(self, name: Any, time: Any) -> Any:
        """Let a key be gone after so many seconds."""
        return self._send(bool, 'EXPIRE', name, _whole(time, 1))

    def pexpire(self, name: Any, time: Any) -> Any:
        """Let a key be gone after so many milliseconds."""
        return self._send(bool, 'PEXPIRE', name, _whole(time, 1000))

    def persist(self, name: Any) -> Any:
        """Let a key stay for ever."""
        return self._send(bool, 'PERSIST', name)

    def ttl(self, name: Any) -> Any:
        """Seconds that a key has left; -1: for ever, -2: there is none."""
        return self.execute_command('TTL', name)

    def pttl(self, name: Any) -> Any:
        """Milliseconds that a key has left."""
        return self.execute_command('PTTL', name)

    def keys(self, pattern: Any = '*') -> Any:
        """The keys that match a pattern."""
        return self.execute_command('KEYS', pattern)

    def type(self, name: Any) -> Any:
        """What a key holds."""
        return self._send(self._text, 'TYPE', name)

    def dbsize(self) -> Any:
        """How many keys there are."""
        return self.execute_command('DBSIZE')

    def flushdb(self, asynchronous: bool = False) -> Any:
        """Delete every key."""
        return self._send(_ok, 'FLUSHDB')

    flushall = flushdb

    def ping(self) -> Any:
        """Whether the server answers."""
        return self._send(lambda reply: reply == b'PONG', 'PING')

    def echo(self, value: Any) -> Any:
        """The value, by way of the server."""
        return self.execute_command('ECHO', value)

    # Strings and counters

    def get(self, name: Any) -> Any:
        """The value of a key, or None."""
        return self.execute_command('GET', name)

    def set(
        self,
        name: Any,
        value: Any,
        ex: Any = None,
        px: Any = None,
        nx: bool = False,
        xx: bool = False,
        keepttl: bool = False,
        get: bool = False,
    ) -> Any:
        """Set a key. `ex`, `px`: gone after so many seconds, milliseconds; `nx`, `xx`: only where it is not, or is, there."""
        words = ['SET', name, value]
        if ex is not None:
            words += ['EX', _whole(ex, 1)]
        if px is not None:
            words += ['PX', _whole(px, 1000)]
        words += [word for word, given in (('NX', nx), ('XX', xx), ('KEEPTTL', keepttl), ('GET', get)) if given]
        return self.execute_command(*words) if get else self._send(_ok, *words)

    def setnx(self, name: Any, value: Any) -> Any:
        """Set a key that is not there yet; whether it was set."""
        return self._send(bool, 'SETNX', name, value)

    def setex(self, name: Any, time: Any, value: Any) -> Any:
        """Set a key that is gone after so many seconds."""
        return self._send(_ok, 'SETEX', name, _whole(time, 1), value)

    def getset(self, name: Any, value: Any) -> Any:
        """Set a key; its value before."""
        return self.execute_command('GETSET', name, value)

    def getdel(self, name: Any) -> Any:
        """Take a key away; its value before."""
        return self.execute_command('GETDEL', name)

    def mget(self, keys: Any, *args: Any) -> Any:
        """The values of several keys."""
        return self.execute_command('MGET', *_listed(keys, args))

    def mset(self, mapping: Mapping[Any, Any]) -> Any:
        """Set several keys."""
        return self._send(_ok, 'MSET', *_flat(mapping))

    def append(self, key: Any, value: Any) -> Any:
        """Put text after that of a key; its new length."""
        return self.execute_command('APPEND', key, value)

    def strlen(self, name: Any) -> Any:
        """Length of a value."""
        return self.execute_command('STRLEN', name)

    def incr(self, name: Any, amount: int = 1) -> Any:
        """Count up; the new number."""
        return self.execute_command('INCRBY', name, amount)

    incrby = incr

    def decr(self, name: Any, amount: int = 1) -> Any:
        """Count down; the new number."""
        return self.execute_command('DECRBY', name, amount)

    decrby = decr

    def incrbyfloat(self, name: Any, amount: float = 1.0) -> Any:
        """Add to a number; the sum."""
        return self._send(float, 'INCRBYFLOAT', name, amount)

    # Lists

    def rpush(self, name: Any, *values: Any) -> Any:
        """Put values at the end of a list; its new length."""
        return self.execute_command('RPUSH', name, *values)

    def lpush(self, name: Any, *values: Any) -> Any:
        """Put values at the front of a list; its new length."""
        return self.execute_command('LPUSH', name, *values)

    def llen(self, name: Any) -> Any:
        """Length of a list."""
        return self.execute_command('LLEN', name)

    def lrange(self, name: Any, start: int, end: int) -> Any:
        """A part of a list, both ends included."""
        return self.execute_command('LRANGE', name, start, end)

    def lindex(self, name: Any, index: int) -> Any:
        """One value of a list, or None."""
        return self.execute_command('LINDEX', name, index)

    def lpop(self, name: Any, count: int | None = None) -> Any:
        """Take the first value, or the first few."""
        return self.execute_command('LPOP', name, *(() if count is None else (count,)))

    def rpop(self, name: Any, count: int | None = None) -> Any:
        """Take the last value, or the last few."""
        return self.execute_command('RPOP', name, *(() if count is None else (count,)))

    def blpop(self, keys: Any, timeout: float | None = 0) -> Any:
        """Wait for a value at the front of one of these lists: `(key, value)`, or None after `timeout` seconds."""
        return self._send(_pair, 'BLPOP', *_listed(keys, ()), timeout or 0)

    def brpop(self, keys: Any, timeout: float | None = 0) -> Any:
        """The same from the end of the lists."""
        return self._send(_pair, 'BRPOP', *_listed(keys, ()), timeout or 0)

    def lrem(self, name: Any, count: int, value: Any) -> Any:
        """Take equal values out of a list; how many there were."""
        return self.execute_command('LREM', name, count, value)

    def lset(self, name: Any, index: int, value: Any) -> Any:
        """Change one value of a list."""
        return self._send(_ok, 'LSET', name, index, value)

    def ltrim(self, name: Any, start: int, end: int) -> Any:
        """Keep a part of a list alone."""
        return self._send(_ok, 'LTRIM', name, start, end)

    # Hashes

    def hset(
        self, name: Any, key: Any = None, value: Any = None, mapping: Mapping[Any, Any] | None = None
    ) -> Any:
        """Set fields of a hash; how many are new."""
        given = [] if key is None else [key, value]
        return self.execute_command('HSET', name, *given, *_flat(mapping or {}))

    def hsetnx(self, name: Any, key: Any, value: Any) -> Any:
        """Set a field that is not there yet; whether it was set."""
        return self._send(bool, 'HSETNX', name, key, value)

    def hget(self, name: Any, key: Any) -> Any:
        """One field of a hash, or None."""
        return self.execute_command('HGET', name, key)

    def hmget(self, name: Any, keys: Any, *args: Any) -> Any:
        """Several fields of a hash."""
        return self.execute_command('HMGET', name, *_listed(keys, args))

    def hgetall(self, name: Any) -> Any:
        """A hash as dict."""
        return self._send(lambda reply: dict(zip(reply[::2], reply[1::2])), 'HGETALL', name)

    def hkeys(self, name: Any) -> Any:
        """The names of the fields."""
        return self.execute_command('HKEYS', name)

    def hvals(self, name: Any) -> Any:
        """The values of the fields."""
        return self.execute_command('HVALS', name)

    def hlen(self, name: Any) -> Any:
        """How many fields there are."""
        return self.execute_command('HLEN', name)

    def hexists(self, name: Any, key: Any) -> Any:
        """Whether a field is there."""
        return self._send(bool, 'HEXISTS', name, key)

    def hdel(self, name: Any, *keys: Any) -> Any:
        """Delete fields; how many there were."""
        return self.execute_command('HDEL', name, *keys)

    def hincrby(self, name: Any, key: Any, amount: int = 1) -> Any:
        """Count a field up; the new number."""
        return self.execute_command('HINCRBY', name, key, amount)

    # Sets

    def sadd(self, name: Any, *values: Any) -> Any:
        """Put values into a set; how many are new."""
        return self.execute_command('SADD', name, *values)

    def srem(self, name: Any, *values: Any) -> Any:
        """Take values out of a set; how many there were."""
        return self.execute_command('SREM', name, *values)

    def smembers(self, name: Any) -> Any:
        """All values of a set."""
        return self._send(set, 'SMEMBERS', name)

    def sismember(self, name: Any, value: Any) -> Any:
        """Whether a value is in a set: 1 or 0."""
        return self.execute_command('SISMEMBER', name, value)

    def scard(self, name: Any) -> Any:
        """How many values a set has."""
        return self.execute_command('SCARD', name)

    def sunion(self, keys: Any, *args: Any) -> Any:
        """The values of any of these sets."""
        return self._send(set, 'SUNION', *_listed(keys, args))

    def sinter(self, keys: Any, *args: Any) -> Any:
        """The values of all of these sets."""
        return self._send(set, 'SINTER', *_listed(keys, args))

    def sdiff(self, keys: Any, *args: Any) -> Any:
        """The values of the first set that are in no other."""
        return self._send(set, 'SDIFF', *_listed(keys, args))

    # Sorted sets

    def zadd(self, name: Any, mapping: Mapping[Any, float]) -> Any:
        """Put members with their scores into a sorted set; how many are new."""
        pairs = [word for member, score in mapping.items() for word in (score, member)]
        return self.execute_command('ZADD', name, *pairs)

    def zincrby(self, name: Any, amount: float, value: Any) -> Any:
        """Add to a member's score; the sum."""
        return self._send(float, 'ZINCRBY', name, amount, value)

    def zscore(self, name: Any, value: Any) -> Any:
        """A member's score, or None."""
        return self._send(lambda reply: None if reply is None else float(reply), 'ZSCORE', name, value)

    def zcard(self, name: Any) -> Any:
        """How many members a sorted set has."""
        return self.execute_command('ZCARD', name)

    def zcount(self, name: Any, min: Any, max: Any) -> Any:
        """How many members have a score between these."""
        return self.execute_command('ZCOUNT', name, min, max)

    def zrank(self, name: Any, value: Any) -> Any:
        """A member's place from the lowest score, or None."""
        return self.execute_command('ZRANK', name, value)

    def zrange(self, name: Any, start: int, end: int, desc: bool = False, withscores: bool = False) -> Any:
        """Members by their place."""
        return self._scored('ZREVRANGE' if desc else 'ZRANGE', name, start, end, withscores)

    def zrevrange(self, name: Any, start: int, end: int, withscores: bool = False) -> Any:
        """Members by their place from the highest score."""
        return self._scored('ZREVRANGE', name, start, end, withscores)

    def zrangebyscore(self, name: Any, min: Any, max: Any, withscores: bool = False) -> Any:
        """Members whose score is between these."""
        return self._scored('ZRANGEBYSCORE', name, min, max, withscores)

    def zrem(self, name: Any, *values: Any) -> Any:
        """Take members out of a sorted set; how many there were."""
        return self.execute_command('ZREM', name, *values)

    def _scored(self, command: str, name: Any, low: Any, high: Any, withscores: bool) -> Any:
        if not withscores:
            return self.execute_command(command, name, low, high)
        return self._send(_scores, command, name, low, high, 'WITHSCORES')

    def _send(self, read: Any, *words: Any) -> Any:
        raise NotImplementedError

    @staticmethod
    def _text(reply: Any) -> Any:
        return reply


class Redis(Commands):
    """A client. Where it says that the server is does not matter: the cluster has one."""

    def __init__(
        self,
        host: str = 'localhost',
        port: int = 6379,
        db: int = 0,
        password: str | None = None,
        *args: Any,
        encoding: str = 'utf-8',
        decode_responses: bool = False,
        **kwargs: Any,
    ) -> None:
        self.host, self.port, self.db = host, port, db
        self._encoding = encoding
        self._decodes = decode_responses

    @classmethod
    def from_url(cls, url: str, **kwargs: Any) -> Redis:
        """A client by the server's URL."""
        return cls(**kwargs)

    def execute_command(self, *args: Any, **options: Any) -> Any:
        """Send any command: `execute_command('LRANGE', 'names', 0, -1)`."""
        return self._send(None, *args)

    def _send(self, read: Any, *words: Any) -> Any:
        command = [_wire(word, self._encoding) for word in words]
        value = self._python(_bridge.ask_redis(command))
        return value if read is None else read(value)

    def _python(self, reply: Any) -> Any:
        if isinstance(reply, list):
            return [self._python(each) for each in reply]
        if isinstance(reply, dict):
            return reply['$status'].encode()
        if not isinstance(reply, str):
            return reply
        raw = reply.encode('latin-1')
        return raw.decode(self._encoding) if self._decodes else raw

    def pipeline(self, transaction: bool = True, shard_hint: Any = None) -> Pipeline:
        """Commands that are gathered and sent together by `execute()`."""
        return Pipeline(self)

    def scan_iter(self, match: Any = '*', count: int | None = None, _type: Any = None) -> Iterator[Any]:
        """The keys that match a pattern, one by one."""
        yield from self.keys(match or '*')

    def lock(
        self,
        name: Any,
        timeout: float | None = None,
        sleep: float = 0.1,
        blocking: bool = True,
        blocking_timeout: float | None = None,
        lock_class: Any = None,
        thread_local: bool = True,
        raise_on_release_error: bool = True,
    ) -> Any:
        """A lock under a key: use it in a `with` block. `timeout`: it is gone after so many seconds by itself."""
        made = lock_class or Lock
        return made(self, name, timeout, sleep, blocking, blocking_timeout, thread_local, raise_on_release_error)

    def pubsub(self, **kwargs: Any) -> NoReturn:
        """Channels are not in this sandbox."""
        raise NotImplementedError(
            '`pubsub` is not in this sandbox: wait for a list with `blpop`, or for a result with `get()`.'
        )

    def close(self) -> None:
        """Nothing: there is no connection to close."""

    def __enter__(self) -> Redis:
        return self

    def __exit__(self, *exc: Any) -> None:
        self.close()

    def __repr__(self) -> str:
        return f'<redis.client.Redis(host={self.host},port={self.port},db={self.db})>'


StrictRedis = Redis
from_url = Redis.from_url


class Pipeline(Commands):
    """Gathers commands; `execute()` sends them one after the other and gives all answers."""

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._gathered: list[tuple[Any, tuple[Any, ...]]] = []

    def execute_command(self, *args: Any, **options: Any) -> Pipeline:
        """Gather a command."""
        return self._send(None, *args)

    def _send(self, read: Any, *words: Any) -> Pipeline:
        self._gathered.append((read, words))
        return self

    def execute(self, raise_on_error: bool = True) -> list[Any]:
        """Send what was gathered."""
        gathered, self._gathered = self._gathered, []
        return [self._client._send(read, *words) for read, words in gathered]

    def reset(self) -> None:
        """Forget what was gathered."""
        self._gathered = []

    def __len__(self) -> int:
        return len(self._gathered)

    def __enter__(self) -> Pipeline:
        return self

    def __exit__(self, *exc: Any) -> None:
        self.reset()


def _wire(word: Any, encoding: str) -> str:
    """A word of a command; each character of it is one byte."""
    if isinstance(word, bool) or word is None or not isinstance(word, (bytes, bytearray, memoryview, str, int, float)):
        raise DataError(
            f"Invalid input of type: '{type(word).__name__}'. "
            'Convert to a bytes, string, int or float first.'
        )
    if isinstance(word, str):
        return word.encode(encoding).decode('latin-1')
    if isinstance(word, (int, float)):
        return repr(word)
    return bytes(word).decode('latin-1')


def _whole(span: Any, per_second: int) -> int:
    """A time span as whole seconds or milliseconds."""
    return int(span.total_seconds() * per_second) if hasattr(span, 'total_seconds') else int(span)


def _listed(keys: Any, more: Any) -> list[Any]:
    return [*([keys] if isinstance(keys, (str, bytes)) else keys), *more]


def _flat(mapping: Mapping[Any, Any]) -> list[Any]:
    return [word for pair in mapping.items() for word in pair]


def _ok(reply: Any) -> Any:
    return None if reply is None else reply == b'OK'


def _pair(reply: Any) -> Any:
    return None if reply is None else tuple(reply)


def _scores(reply: Any) -> Any:
    return [(member, float(score)) for member, score in zip(reply[::2], reply[1::2])]
