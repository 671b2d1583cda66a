"""Modules that the suite imports and that are not part of the sandbox: the pytest plugin and its manager."""

import sys
import types

import upstream_fixtures


def _module(name, **content):
    if name not in sys.modules:
        made = sys.modules[name] = types.ModuleType(name)
        made.__path__ = []
        vars(made).update(content)


_module('celery.contrib')
_module(
    'celery.contrib.pytest',
    celery_app=upstream_fixtures.celery_app,
    celery_session_worker=upstream_fixtures.celery_session_worker,
)
_module('celery.contrib.testing')
_module('celery.contrib.testing.manager', Manager=upstream_fixtures.Manager)


def _key_value_backend():
    """The base of backends with keys; where the sandbox has none of its own, that of Redis stands for it."""
    from celery.app.backends import RedisBackend

    class BaseKeyValueStoreBackend:
        def _apply_chord_incr(self, *args, **kwargs):
            """Chords are counted by the simulation."""

    RedisBackend.__bases__ = (*RedisBackend.__bases__, BaseKeyValueStoreBackend)
    return BaseKeyValueStoreBackend


try:
    import celery.backends.base  # noqa: F401
except ImportError:
    _module('celery.backends')
    _module(
        'celery.backends.base', BaseKeyValueStoreBackend=_key_value_backend(), states=upstream_fixtures.states
    )
