"""`app.conf`: the settings of an app, told to the simulation as they change."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from celery import _bridge, _exact, _simulated, _wire
from celery.app import periodic
from celery.app.defaults import NEW_NAMES, OLD_NAMES, defaults
from celery.exceptions import ImproperlyConfigured
from kombu.connection import Connection

if TYPE_CHECKING:
    from celery.app.base import Celery

#: These win over what the program says (rule 9.3).
_ENVIRONMENT = {
    'broker_url': 'CELERY_BROKER_URL',
    'broker_read_url': 'CELERY_BROKER_READ_URL',
    'broker_write_url': 'CELERY_BROKER_WRITE_URL',
    'result_backend': 'CELERY_RESULT_BACKEND',
}

#: Read by attribute they are the default queue's name where nothing is set.
_AS_THE_QUEUE = frozenset({'task_default_exchange', 'task_default_routing_key'})

#: The router and the queues are built at the first publish and kept (rule 2.8).
_CACHED = frozenset({'task_routes', 'task_queues'})


class Settings:
    """The settings: `app.conf.task_acks_late = True`, `app.conf['task_acks_late']`, `app.conf.update(...)`.

    What the program sets wins over `config_from_object`, that over Celery's defaults. A source is read when a
    setting is looked at for the first time. Broker and result backend are those of the cluster.
    """

    def __init__(self, app: Celery) -> None:
        put = self.__dict__.__setitem__
        put('_app', app)
        put('_defaults', defaults())
        put('_source', {})
        #: Set before anything was read: by the constructor, or on `app.conf`. It outlasts another source.
        put('_before', {})
        #: Set since.
        put('_changes', {})
        put('_pending', None)
        put('_read', False)
        put('_told', {})
        put('_router_kept', False)

    # Reading

    def __getattr__(self, name: str) -> Any:
        try:
            found = self[name]
            # These follow the queue where they are asked for by attribute.
            return self.task_default_queue if found is None and name in _AS_THE_QUEUE else found
        except KeyError:
            raise AttributeError(f'{type(self).__name__!r} object has no attribute {name!r}') from None

    def __getitem__(self, key: str) -> Any:
        self._finish_reading()
        given = _bridge.given_settings()
        if key in given:
            return given[key]
        variable = _ENVIRONMENT.get(key)
        if variable is not None and os.environ.get(variable):
            return os.environ[variable]
        for name in (key, OLD_NAMES.get(key, key)):
            for layer in self._layers():
                if name in layer:
                    return layer[name]
        raise KeyError(key)

    def _layers(self) -> tuple[dict[str, Any], ...]:
        return self._changes, self._before, self._source, self._defaults

    def get(self, key: str, default: Any = None) -> Any:
        """A setting, or `default` where there is none of that name."""
        return self[key] if key in self else default

    def __contains__(self, key: object) -> bool:
        self._finish_reading()
        return any(key in layer for layer in self._layers())

    def __iter__(self) -> Iterator[str]:
        return iter({**self._defaults, **self.without_defaults()})

    def __len__(self) -> int:
        return len(list(iter(self)))

    def keys(self) -> list[str]:
        """The names of all settings."""
        return list(self)

    def values(self) -> list[Any]:
        """All values."""
        return [self[key] for key in self]

    def items(self) -> list[tuple[str, Any]]:
        """All settings, with their values."""
        return [(key, self[key]) for key in self]

    def without_defaults(self) -> dict[str, Any]:
        """Only what the program has set."""
        self._finish_reading()
        return {**self._source, **self._before, **self._changes}

    def table(self, with_defaults: bool = False, censored: bool = True) -> dict[str, Any]:
        """The settings as a dict; passwords are hidden."""
        self._finish_reading()
        # A field of the settings object itself that real Celery shows among them.
        known = {**self._source, **self._before, 'deprecated_settings': None, **self._changes}
        shown = {**dict(self.items()), **known} if with_defaults else known
        return {
            key: _censored(key, value) if censored else value for key, value in shown.items() if key[:1] != '_'
        }

    def humanize(self, with_defaults: bool = False, censored: bool = True) -> str:
        """The settings as text, one a line."""
        return '\n'.join(f'{key}: {value!r}' for key, value in self.table(with_defaults, censored).items())

    # Writing

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __setitem__(self, key: str, value: Any) -> None:
        self._own_layer()[key] = value
        self._settings_changed([key], keeps_router=True)

    def _own_layer(self) -> dict[str, Any]:
        return self._changes if self._read else self._before

    def update(self, *args: Any, **kwargs: Any) -> None:
        """Change several settings at once."""
        given = _without_old_names(dict(*args, **kwargs))
        self._own_layer().update(given)
        self._settings_changed(list(given), keeps_router=False)

    def setdefault(self, key: str, default: Any = None) -> None:
        """Give a setting a value, unless the program or Celery has one."""
        if key not in self:
            self[key] = default

    def clear(self) -> None:
        """Take back what the program has set since the settings were read."""
        keys = list(self._changes)
        self._changes.clear()
        self._settings_changed(keys, keeps_router=False)

    def __delitem__(self, key: str) -> None:
        del self._own_layer()[key]
        self._settings_changed([key], keeps_router=False)

    def read_from(self, read: Callable[[], Any], namespace: str | None) -> None:
        """Take the settings of a module, class or dict in place of an earlier one's, once they are asked for.

        Where settings were read already, what was set since is forgotten (rules 9.3, 9.4).
        """
        self.__dict__['_pending'] = (read, namespace)
        self._app._plain = None
        if self._read:
            self._changes.clear()
            self.__dict__['_read'] = False

    def _finish_reading(self) -> None:
        if self._read:
            return
        self.__dict__['_read'] = True
        if self._pending is None:
            return
        read, namespace = self._pending
        before = self._source
        try:
            self.__dict__['_source'] = _renamed(_attributes(read()), namespace)
        except BaseException:
            # Whoever asks next meets the same error.
            self.__dict__['_read'] = False
            raise
        self.__dict__['_pending'] = None
        self._settings_changed(list({**before, **self._source}), keeps_router=False)

    def _settings_changed(self, keys: list[str], keeps_router: bool) -> None:
        self._app._plain = None
        for key in keys:
            value = self.get(key)
            if key in self._defaults:
                _simulated.check_setting(key, value, self._defaults[key])
        self._tell([key for key in keys if not (keeps_router and self._router_kept and key in _CACHED)])
        self._app._on_settings(keys)

    def tell_changes(self) -> None:
        """Tell lists and dicts that were changed in place since they were set."""
        self._tell(
            [key for key, value in self.without_defaults().items() if isinstance(value, (dict, list, set))]
        )

    def keep_router(self) -> None:
        """The first message was sent: routes and queues are as they are from now on."""
        if not self._router_kept:
            self.tell_changes()
            self.__dict__['_router_kept'] = True

    def _tell(self, keys: list[str]) -> None:
        said = {}
        for key in keys:
            value = self._as_data(key)
            if key not in self._told or self._told[key] != value:
                said[key] = self._told[key] = value
        if said:
            _exact.notice(said)
            _bridge.tell('conf', main=self._app.main, settings=said)

    def _as_data(self, key: str) -> Any:
        value = self._own(key)
        if key == 'task_routes':
            return self._app._routers.as_setting(value)
        return periodic.as_setting(value) if key == 'beat_schedule' else _wire.setting(value)

    def _own(self, key: str) -> Any:
        """What the program says, whatever the environment makes of it."""
        return next((layer[key] for layer in self._layers() if key in layer), None)

    def __repr__(self) -> str:
        return f'<Settings: {self.without_defaults()!r}>'


def _attributes(found: Any) -> dict[str, Any]:
    if isinstance(found, Mapping):
        return dict(found)
    return {name: getattr(found, name) for name in dir(found) if not name.startswith('_')}


def _renamed(found: dict[str, Any], namespace: str | None) -> dict[str, Any]:
    if namespace is not None:
        prefix = namespace if namespace.endswith('_') else f'{namespace}_'
        plain = {key: value for key, value in found.items() if key == key.lower()}
        old = {OLD_NAMES[key]: value for key, value in found.items() if key in OLD_NAMES}
        return old | plain | {
            key[len(prefix) :].lower(): value
            for key, value in found.items()
            if key.upper().startswith(prefix.upper())
        }
    known = defaults()
    _refuse_mixture(found, known)
    return {
        OLD_NAMES.get(key, key): value for key, value in found.items() if not callable(value) or key in known
    }


def _without_old_names(given: dict[str, Any]) -> dict[str, Any]:
    return {OLD_NAMES.get(key, key): value for key, value in given.items()}


def _refuse_mixture(found: dict[str, Any], known: dict[str, Any]) -> None:
    """Rule 9.1: names of both kinds in one source, unless each setting is there by both of its names."""
    old = [key for key in found if key in OLD_NAMES]
    new = [key for key in found if key in known]
    wanted, names, text = (NEW_NAMES, new, _TO_OLD) if len(old) > len(new) else (OLD_NAMES, old, _TO_NEW)
    left = sorted(key for key in names if wanted[key] not in found)
    if old and new and left:
        raise ImproperlyConfigured(text.format(renames='\n'.join(f'{key:<36} -> {wanted[key]}' for key in left)))


_TO_NEW = (
    '\n\nCannot mix new and old setting keys, please rename the\n'
    'following settings to the new format:\n\n{renames}\n\n'
)
_TO_OLD = (
    '\n\nCannot mix new setting names with old setting names, please\n'
    'rename the following settings to use the old format:\n\n{renames}\n\n'
    'Or change all of the settings to use the new format :)\n\n'
)


def filter_hidden_settings(conf: Mapping[str, Any]) -> dict[str, Any]:
    """Settings without passwords."""
    return {key: _censored(key, value) for key, value in conf.items()}


_SECRET = re.compile('API|TOKEN|KEY|SECRET|PASS|PROFANITIES_LIST|SIGNATURE|DATABASE', re.IGNORECASE)
_PASSWORD = re.compile(r'(?<=://)([^:/@]*):([^@/]*)@')


def _censored(key: str, value: Any) -> Any:
    if key == 'broker_url' and isinstance(value, str):
        return Connection(value).as_uri(mask='********')
    if isinstance(value, str) and '://' in value:
        shown = _PASSWORD.sub(r'\1:********@', value)
        return f'{shown}/' if shown.endswith('://') else shown
    return '********' if _SECRET.search(key) and isinstance(value, str) and value else value
