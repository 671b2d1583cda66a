"""`functools.lru_cache` in Python: what is cached may wait, which the library's own, in C, cannot let it."""

import functools
from collections import OrderedDict, namedtuple

_Info = namedtuple('CacheInfo', ['hits', 'misses', 'maxsize', 'currsize'])
_Info.__module__ = 'functools'


class _Cached:
    def __init__(self, function, maxsize, typed):
        self._maxsize = maxsize
        self._typed = typed
        self._known = OrderedDict()
        self._hits = self._misses = 0
        functools.update_wrapper(self, function)

    def __call__(self, *args, **kwargs):
        if self._maxsize == 0:
            self._misses += 1
            return self.__wrapped__(*args, **kwargs)
        key = functools._make_key(args, kwargs, self._typed)
        if key in self._known:
            self._hits += 1
            self._known.move_to_end(key)
            return self._known[key]
        self._misses += 1
        value = self.__wrapped__(*args, **kwargs)
        self._known[key] = value
        if self._maxsize is not None and len(self._known) > self._maxsize:
            self._known.popitem(last=False)
        return value

    def __get__(self, owner, kind=None):
        return self if owner is None else functools.partial(self, owner)

    def cache_info(self):
        return _Info(self._hits, self._misses, self._maxsize, len(self._known))

    def cache_clear(self):
        self._known.clear()
        self._hits = self._misses = 0

    def cache_parameters(self):
        return {'maxsize': self._maxsize, 'typed': self._typed}

    def __repr__(self):
        return object.__repr__(self).replace(f'{__name__}._Cached', 'functools._lru_cache_wrapper')


def lru_cache(maxsize=128, typed=False):
    """lru_cache(maxsize=128, typed=False): keep what a function has given for its arguments."""
    if callable(maxsize) and isinstance(typed, bool):
        return _Cached(maxsize, 128, typed)
    if maxsize is not None and not isinstance(maxsize, int):
        raise TypeError('Expected first argument to be an integer, a callable, or None')
    size = None if maxsize is None else max(0, maxsize)
    return lambda function: _Cached(function, size, typed)


def cache(user_function, /):
    """cache(function): keep all that it has given."""
    return lru_cache(maxsize=None)(user_function)


def install():
    functools.lru_cache = lru_cache
    functools.cache = cache
