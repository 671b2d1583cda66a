"""`app.backend`: the result backend that the program names by its URL."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NoReturn

from celery import _bridge
from celery.exceptions import ImproperlyConfigured
from celery.states import EXCEPTION_STATES
from celery.utils.serialization import rebuild
from kombu.serialization import own_registry, prepare_accept_content
from kombu.utils.json import dumps, from_json, loads

if TYPE_CHECKING:
    from celery.app.base import Celery

_NO_CERTIFICATES = (
    '\nA rediss:// URL must have parameter ssl_cert_reqs and this must be set to '
    'CERT_REQUIRED, CERT_OPTIONAL, or CERT_NONE\n'
)

_NO_CHORDS = (
    '\n\nNote that a group chained with a task is also upgraded to be a chord,\n'
    'as this pattern requires synchronization.\n\n'
    'Result backends that supports chords: Redis, Database, Memcached, and more.'
)

#: Backends of real Celery that stand for one that the sandbox has.
_SCHEMES = {
    'redis': 'RedisBackend',
    'rediss': 'RedisBackend',
    'sentinel': 'SentinelBackend',
    'rpc': 'RPCBackend',
    'db': 'DatabaseBackend',
    'database': 'DatabaseBackend',
    'cache': 'CacheBackend',
    'file': 'FilesystemBackend',
    'filesystem': 'FilesystemBackend',
}
_KNOWN = frozenset(
    {
        'arangodb', 'azureblockblob', 'cassandra', 'consul', 'cosmosdbsql', 'couchbase', 'couchdb', 'django-cache',
        'django-db', 'dynamodb', 'elasticsearch', 'gs', 'mongodb', 's3',
    }
)  # fmt: skip


class Backend:
    """Where results are kept."""

    supports_native_join = True
    #: A task waits for the header of a chord, and is told all of its results beforehand (rule 5.40).
    _polls_chords = False
    #: Results go by themselves when they are old (rule 6.12).
    supports_autoexpire = False
    #: `get()` looks for a result again and again.
    polls = False
    #: `ResultSet.get` looks at all results first, and then always sleeps its `interval`: `get_many` with
    #: `max_iterations=1`, as `celery.result.ResultSet._iter_meta` calls it.
    pauses_before_join = False

    def __init__(self, app: Celery, url: str) -> None:
        self.app = app
        self.url = url

    def as_uri(self, include_password: bool = False) -> str:
        """The URL of the backend."""
        return self.url

    def store_result(
        self,
        task_id: str,
        result: Any,
        state: str,
        traceback: str | None = None,
        request: Any = None,
        **kwargs: Any,
    ) -> Any:
        """Store a state and a result; a stored SUCCESS stays (rule 6.10)."""
        from celery.app.task import stored_value

        if task_id is None:
            raise ValueError(f'task_id must not be empty. Got {task_id} instead.')
        _bridge.tell_here('store', id=task_id, state=state, result=stored_value(result, state))
        return result

    def mark_as_done(self, task_id: str, result: Any, request: Any = None, **kwargs: Any) -> Any:
        """Store SUCCESS."""
        return self.store_result(task_id, result, 'SUCCESS')

    def mark_as_failure(
        self, task_id: str, exc: BaseException, traceback: str | None = None, **kwargs: Any
    ) -> Any:
        """Store FAILURE; links and chords of the task are left alone."""
        return self.store_result(task_id, exc, 'FAILURE')

    def mark_as_started(self, task_id: str, **meta: Any) -> Any:
        """Store STARTED."""
        return self.store_result(task_id, meta, 'STARTED')

    def get_task_meta(self, task_id: str, cache: bool = True) -> dict[str, Any]:
        """All that is stored for an id; PENDING where there is nothing."""
        return {'task_id': task_id, **self.read_meta(_bridge.read_meta(task_id))}

    def read_meta(self, meta: dict[str, Any]) -> dict[str, Any]:
        """A stored document with its result as a Python value: exceptions are rebuilt."""
        if '$serializer' in meta:
            meta = _accepted(self.app, dict(meta))
        found: dict[str, Any] = {
            **meta,
            **{key: from_json(meta[key]) for key in ('result', 'args', 'kwargs') if key in meta},
        }
        if meta.get('status') in EXCEPTION_STATES:
            found['result'] = rebuild(found.get('result'))
        return found

    def get_state(self, task_id: str) -> str:
        """The state of a task."""
        return self.get_task_meta(task_id)['status']

    def get_result(self, task_id: str) -> Any:
        """The result of a task."""
        return self.get_task_meta(task_id)['result']

    def get_traceback(self, task_id: str) -> str | None:
        """The traceback of a failed task."""
        return self.get_task_meta(task_id).get('traceback')

    def forget(self, task_id: str) -> None:
        """Delete what is stored for an id."""
        _bridge.tell('forget', id=task_id)

    def save_group(self, group_id: str, result: Any) -> Any:
        """Keep which results a group has."""
        _bridge.tell_here('save-group', id=group_id, tuple=_plain(result.as_tuple()))
        return result

    def delete_group(self, group_id: str) -> None:
        """Forget a group that was saved."""
        _bridge.tell_here('save-group', id=group_id, tuple=None)

    def restore_group(self, group_id: str, cache: bool = True) -> Any:
        """A group that was saved; None where there is none."""
        from celery._deafness import deafen_restored
        from celery.result import result_from_tuple

        found = _bridge.read_group(group_id)
        if found is None:
            return None
        made = result_from_tuple(found, self.app)
        deafen_restored(made)
        return made

    def add_to_chord(self, chord_id: str, result: Any) -> None:
        """One more task belongs to a chord."""
        raise NotImplementedError('Backend does not support add_to_chord')

    def cleanup(self) -> None:
        """Delete results that are too old; where they expire by themselves there is nothing to do."""

    def ensure_waits(self) -> None:
        """Raise where results cannot be waited for."""

    def ensure_chords_allowed(self) -> None:
        """Raise where chords cannot be counted."""


def _plain(value: Any) -> Any:
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value


def _accepted(app: Celery, meta: dict[str, Any]) -> dict[str, Any]:
    """A document that another serializer than JSON has written. Raises ContentDisallowed where it is not accepted."""
    content_type = own_registry().name_to_type.get(meta.pop('$serializer'), 'application/data')
    names = app.conf.result_accept_content
    accept = prepare_accept_content(app.conf.accept_content if names is None else names) or set()
    if content_type not in accept:
        raise own_registry()._for_untrusted_content(content_type, 'untrusted')
    return meta


class _PollingBackend(Backend):
    """A backend that tells nobody of a result: `get()` looks for it every `interval` seconds (rule 6.26)."""

    polls = True


class DatabaseBackend(_PollingBackend):
    """Results in the tables `celery_taskmeta` and `celery_tasksetmeta` of a database (rule 6.21)."""

    supports_native_join = False
    _polls_chords = True
    supports_autoexpire = False

    def __init__(self, app: Celery, url: str) -> None:
        if not url.partition('://')[2] and not app.conf.database_url:
            raise ImproperlyConfigured(
                'Missing connection string! Do you have the database_url setting set to a real value?'
            )
        super().__init__(app, url)

    def cleanup(self) -> None:
        """Delete what is older than `result_expires`."""
        _bridge.tell('cleanup')

    def read_meta(self, meta: dict[str, Any]) -> dict[str, Any]:
        """A row: every column is there, and the moment has no time zone (rule 6.22)."""
        found = super().read_meta(meta)
        done = found.get('date_done')
        if isinstance(done, str):
            found['date_done'] = dt.datetime.fromisoformat(done).replace(tzinfo=None)
        return found


class CacheBackend(_PollingBackend):
    """Results in memcached, or in the memory of each process."""

    supports_autoexpire = True


class FilesystemBackend(_PollingBackend):
    """A file for each result, in a folder that all share."""

    supports_native_join = False
    _polls_chords = True

    def cleanup(self) -> None:
        """Delete what is older than `result_expires`."""
        _bridge.tell('cleanup')


class RedisBackend(Backend):
    """Results in Redis."""

    supports_autoexpire = True

    pauses_before_join = True

    task_keyprefix = b'celery-task-meta-'
    group_keyprefix = b'celery-taskset-meta-'

    def get_key_for_task(self, task_id: str, key: str = '') -> bytes:
        """The key of a task's result."""
        return b''.join((self.task_keyprefix, task_id.encode(), key.encode()))

    def get_key_for_group(self, group_id: str, key: str = '') -> bytes:
        """The key of what is kept for a group: with `.j` the parts of a chord."""
        return b''.join((self.group_keyprefix, group_id.encode(), key.encode()))

    def encode(self, data: Any) -> str:
        """A value as it is stored."""
        return dumps(data)

    def decode(self, payload: Any) -> Any:
        """A value that was stored."""
        return payload and loads(payload.decode() if isinstance(payload, bytes) else payload)

    def add_to_chord(self, chord_id: str, result: Any) -> None:
        """One more task belongs to a chord."""
        _bridge.tell_here('grow-chord', group=chord_id)


class SentinelBackend(RedisBackend):
    """Results in Redis behind Sentinel."""


class RPCBackend(Backend):
    """Results as messages to the program that sent the task."""

    def ensure_chords_allowed(self) -> NoReturn:
        """Chords need a place where all workers can count (rule 6.20)."""
        raise NotImplementedError(f'The "rpc" result backend does not support chords!{_NO_CHORDS}')

    def save_group(self, group_id: str, result: Any) -> NoReturn:
        """Messages cannot be kept (rule 6.20)."""
        raise NotImplementedError('save_group is not supported by this backend.')

    def restore_group(self, group_id: str, cache: bool = True) -> NoReturn:
        """Messages cannot be kept."""
        raise NotImplementedError('restore_group is not supported by this backend.')

    def delete_group(self, group_id: str) -> NoReturn:
        """Messages cannot be kept."""
        raise NotImplementedError('delete_group is not supported by this backend.')


class DisabledBackend(Backend):
    """No result backend: tasks can be sent, results cannot be read (rule 6.3)."""

    def __init__(self, app: Celery) -> None:
        super().__init__(app, 'disabled://')

    def store_result(self, *args: Any, **kwargs: Any) -> None:
        """Stores nothing."""

    def get_task_meta(self, task_id: str, cache: bool = True) -> NoReturn:
        """Celery's own error for a program that asks for a state all the same."""
        raise AttributeError("'DisabledBackend' object has no attribute '_get_task_meta_for'")

    def save_group(self, group_id: str, result: Any) -> NoReturn:
        """Celery's own error."""
        raise AttributeError("'DisabledBackend' object has no attribute '_save_group'")

    def restore_group(self, group_id: str, cache: bool = True) -> NoReturn:
        """Celery's own error."""
        raise AttributeError("'DisabledBackend' object has no attribute '_restore_group'")

    def delete_group(self, group_id: str) -> NoReturn:
        """Celery's own error."""
        raise AttributeError("'DisabledBackend' object has no attribute '_delete_group'")

    def forget(self, task_id: str) -> NoReturn:
        """There is nothing to forget."""
        raise NotImplementedError('backend does not implement forget.')

    def ensure_waits(self) -> NoReturn:
        """There is nothing to wait for."""
        raise NotImplementedError(
            'No result backend is configured.\nPlease see the documentation for more information.'
        )

    def ensure_chords_allowed(self) -> NoReturn:
        """Chords count in the backend."""
        raise NotImplementedError(f'Starting chords requires a result backend to be configured.{_NO_CHORDS}')


def backend_of(app: Celery) -> Backend:
    """The backend that the settings name (rule 6.1)."""
    url = app.conf.result_backend
    if not url or str(url).startswith('disabled'):
        return DisabledBackend(app)
    scheme = str(url).partition('://')[0].partition('+')[0]
    if scheme == 'rediss' and 'ssl_cert_reqs=' not in str(url) and not app.conf.redis_backend_use_ssl:
        raise ValueError(_NO_CERTIFICATES)
    kind = _SCHEMES.get(scheme)
    if kind is not None:
        return globals()[kind](app, str(url))
    if scheme in _KNOWN:
        _bridge.note(
            f'The result backend `{scheme}` is not simulated yet: the one of the cluster stands in its place.'
        )
        return Backend(app, str(url))
    if '.' not in scheme and ':' not in scheme:
        raise ModuleNotFoundError(f'No module named {scheme!r}')
    raise ImproperlyConfigured(f'Unknown result backend: {url!r}.  Did you spell that correctly?')
