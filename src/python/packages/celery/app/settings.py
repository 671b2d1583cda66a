"""`app.conf`: the settings of an app, told to the simulation as they change."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from celery import _bridge, _exact, _simulated, _wire
from celery.app import periodic
from celery.app.defaults import OLD_NAMES, defaults
from celery.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from celery.app.base import Celery

#: These win over what the program says (rule 9.3).
_ENVIRONMENT = {
    'broker_url': 'CELERY_BROKER_URL',
    'broker_read_url': 'CELERY_BROKER_READ_URL',
    'broker_write_url': 'CELERY_BROKER_WRITE_URL',
    'result_backend': 'CELERY_RESULT_BACKEND',
}

#: The router and the queues are built at the first publish and kept (rule 2.8).
_CACHED = frozenset({'task_routes', 'task_queues'})


class Settings:
    """The settings: `app.conf.task_acks_late = True`, `app.conf['task_acks_late']`, `app.conf.update(...)`.

    What the program sets wins over `config_from_object`, that over Celery's defaults. Broker and result backend
    are those of the cluster.
    """

    def __init__(self, app: Celery) -> None:
        put = self.__dict__.__setitem__
        put('_app', app)
        put('_defaults', defaults())
        put('_source', {})
        put('_changes', {})
        put('_told', {})
        put('_router_kept', False)

    # Reading

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f'{type(self).__name__!r} object has no attribute {name!r}') from None

    def __getitem__(self, key: str) -> Any:
        given = _bridge.given_settings()
        if key in given:
            return given[key]
        variable = _ENVIRONMENT.get(key)
        if variable is not None and os.environ.get(variable):
            return os.environ[variable]
        for layer in (self._changes, self._source, self._defaults):
            if key in layer:
                return layer[key]
        raise KeyError(key)

    def get(self, key: str, default: Any = None) -> Any:
        """A setting, or `default` where there is none of that name."""
        return self[key] if key in self else default

    def __contains__(self, key: object) -> bool:
        return key in self._changes or key in self._source or key in self._defaults

    def __iter__(self) -> Iterator[str]:
        return iter({**self._defaults, **self._source, **self._changes})

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
        return {**self._source, **self._changes}

    def table(self, with_defaults: bool = False, censored: bool = True) -> dict[str, Any]:
        """The settings as a dict; passwords are hidden."""
        shown = dict(self.items()) if with_defaults else self.without_defaults()
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
        self._changes[key] = value
        self._settings_changed([key], keeps_router=True)

    def update(self, *args: Any, **kwargs: Any) -> None:
        """Change several settings at once."""
        given = _without_old_names(dict(*args, **kwargs))
        self._changes.update(given)
        self._settings_changed(list(given), keeps_router=False)

    def setdefault(self, key: str, value: Any = None) -> Any:
        """The setting; it becomes `value` where the program and Celery have none."""
        if key not in self:
            self[key] = value
        return self[key]

    def __delitem__(self, key: str) -> None:
        del self._changes[key]
        self._settings_changed([key], keeps_router=False)

    def read_object(self, found: Any, namespace: str | None) -> None:
        """Take the settings of a module, class or dict in place of an earlier one's (rule 9.4)."""
        before = self._source
        self.__dict__['_source'] = _renamed(_attributes(found), namespace)
        self._settings_changed(list({**before, **self._source}), keeps_router=False)

    def _settings_changed(self, keys: list[str], keeps_router: bool) -> None:
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
        for layer in (self._changes, self._source, self._defaults):
            if key in layer:
                return layer[key]
        return None

    def __repr__(self) -> str:
        return f'<Settings: {self.without_defaults()!r}>'


def _attributes(found: Any) -> dict[str, Any]:
    if isinstance(found, Mapping):
        return dict(found)
    return {name: getattr(found, name) for name in dir(found) if not name.startswith('_')}


def _renamed(found: dict[str, Any], namespace: str | None) -> dict[str, Any]:
    if namespace is not None:
        prefix = namespace if namespace.endswith('_') else f'{namespace}_'
        return {
            key[len(prefix) :].lower(): value
            for key, value in found.items()
            if key.upper().startswith(prefix.upper())
        }
    known = defaults()
    old = {key: _old_name(key, known) for key in found if key.isupper()}
    renamed = {key: name for key, name in old.items() if name is not None}
    new = [key for key in found if key in known]
    if renamed and new:
        _refuse_mixture(renamed, len(new))
    return {renamed.get(key, key): value for key, value in found.items() if not callable(value) or key in known}


def _without_old_names(given: dict[str, Any]) -> dict[str, Any]:
    known = defaults()
    return {(_old_name(key, known) if key.isupper() else None) or key: value for key, value in given.items()}


def _old_name(key: str, known: dict[str, Any]) -> str | None:
    if key in OLD_NAMES:
        return OLD_NAMES[key]
    return key.lower() if key.lower() in known else None


def _refuse_mixture(renamed: dict[str, str], new: int) -> None:
    """Rule 9.1: names of both kinds in one source."""
    if len(renamed) > new:
        raise ImproperlyConfigured(
            'Cannot mix new setting names with old setting names, please rename the settings.'
        )
    table = '\n'.join(f'{old:<36} -> {name}' for old, name in sorted(renamed.items()))
    raise ImproperlyConfigured(
        '\n\nCannot mix new and old setting keys, please rename the\n'
        f'following settings to the new format:\n\n{table}\n\n'
    )


def filter_hidden_settings(conf: Mapping[str, Any]) -> dict[str, Any]:
    """Settings without passwords."""
    return {key: _censored(key, value) for key, value in conf.items()}


_SECRET = re.compile('API|TOKEN|KEY|SECRET|PASS|PROFANITIES_LIST|SIGNATURE|DATABASE', re.IGNORECASE)
_PASSWORD = re.compile(r'(?<=://)([^:/@]*):([^@/]*)@')


def _censored(key: str, value: Any) -> Any:
    if isinstance(value, str) and '://' in value:
        return _PASSWORD.sub(r'\1:**@', value)
    return '********' if _SECRET.search(key) and isinstance(value, str) and value else value
