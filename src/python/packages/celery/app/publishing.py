"""Sending: what a call comes to before the simulation takes it over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from celery import _bridge, _exact, _listening, _simulated, _wire
from celery._deafness import deafen
from celery._listening import subscribe_single
from celery._signature import KINDS
from celery.result import AsyncResult, result_from_tree
from celery.signals import after_task_publish, before_task_publish
from celery.utils.saferepr import is_plain
from kombu.utils.json import from_json

if TYPE_CHECKING:
    from celery._signature import Signature
    from celery.app.base import Celery


def publish(app: Celery, sig: Signature, args: Any, kwargs: Any, options: dict[str, Any], by_name: bool) -> Any:
    """Send a signature of any kind and return its results; the simulation does what Celery does with it.

    Raises EncodeError for values that JSON cannot hold, and what the simulation answers: TypeError, QueueNotFound.
    """
    app.conf.keep_router()
    given = {key: value for key, value in options.items() if key not in _simulated.HARMLESS_CALL_OPTIONS}
    _simulated.check_call_options(sig['task'], given)
    _check_eta(app, given.get('eta'))
    if needs_chord(sig):
        app.backend.ensure_chords_allowed()
    codec = _wire.Codec(live=False)
    # The serializer stands among the options, so these come first.
    own_options = codec.options(given)
    say: dict[str, Any] = {
        'args': _wire.encode_args(args),
        'kwargs': _wire.encode_kwargs(kwargs),
        'options': own_options,
    }
    if by_name:
        say['byName'] = True
    data = codec.signature(sig)
    if sig['subtask_type'] is not None:
        note_options(sig)
        result = _sent(_apply(_routed(app, data), say), app)
        deafen(sig, result)
        return result
    final_args, final_kwargs = _final(sig, args, kwargs)
    say['argsrepr'] = given.get('argsrepr') or _wire.short_repr(final_args)
    say['kwargsrepr'] = given.get('kwargsrepr') or _wire.short_repr(final_kwargs)
    say['options'].update(app._routers.answers(sig['task'], final_args, final_kwargs, given))
    return _sent(_apply(data, say), app)


def publish_plain(app: Celery, name: str, args: Any, kwargs: Any) -> Any:
    """What `publish` does for a task of the app, without options and with flat arguments: the usual call, and much
    quicker. None where it is not that; then nothing was sent.
    """
    if not app._sends_plainly or not is_plain(args) or (kwargs and not _are_named(kwargs)):
        return None
    argsrepr = repr(args)
    kwargsrepr = repr(kwargs) if kwargs else '{}'
    if len(argsrepr) >= _wire.REPR_LENGTH or len(kwargsrepr) >= _wire.REPR_LENGTH or _is_listened(app):
        return None
    heard = _bridge.call(name, args, kwargs or {}, argsrepr, kwargsrepr)
    if type(heard) is not str:
        return None if heard is None else _sent(heard, app)
    result = AsyncResult(heard, app=app)
    subscribe_single(result)
    return result


def _are_named(kwargs: Any) -> bool:
    """Flat arguments whose names are text."""
    return is_plain(kwargs) and all(type(name) is str for name in kwargs)


def _is_listened(app: Celery) -> bool:
    """Whether a receiver hears of what is sent."""
    receivers = app._memory.receivers
    return bool(receivers) and (before_task_publish.connected() or after_task_publish.connected())


def _check_eta(app: Celery, eta: Any) -> None:
    """Mistake 10.22: a moment without a time zone is one of UTC, whatever the app's own is."""
    if isinstance(eta, dt.datetime) and eta.tzinfo is None and app.conf.timezone not in (None, 'UTC'):
        _bridge.note_mistake('naive-eta', eta=str(eta), zone=str(app.conf.timezone))


def _apply(data: dict[str, Any], say: dict[str, Any]) -> dict[str, Any]:
    """Let the simulation send it. Where somebody listens, each message passes by the receivers first (rule 1.18)."""
    if not (before_task_publish.connected() or after_task_publish.connected()):
        return _bridge.tell_here('apply', signature=data, **say)
    heard = _bridge.tell_here('apply', signature=data, held=True, **say)
    for index, message in enumerate(heard.get('messages') or ()):
        _publish_held(index, message)
    raises = heard.get('raises')
    if raises:
        raise _bridge.exception_class(raises['type'])(raises['message'])
    return heard


def _live(value: Any) -> Any:
    """What a receiver sees of a part of the body; a value that was never written may be a description alone."""
    try:
        return from_json(value)
    except Exception:
        return value


def _publish_held(index: int, message: dict[str, Any]) -> None:
    """One message: whatever receivers change of headers, properties and body in place travels so."""
    name = message['name']
    args, kwargs, embed = message['body']
    said = {
        'body': (tuple(_live(args)), _live(kwargs), _live(embed)),
        'exchange': message['exchange'],
        'routing_key': message['routing_key'],
        'headers': dict(message['headers']),
    }
    more = {'properties': dict(message['properties']), 'declare': [], 'retry_policy': None}
    before_task_publish.send(sender=name, **said, **more)
    now = {
        'headers': _wire.encode(said['headers'], tuples=False),
        'properties': _wire.encode(more['properties'], tuples=False),
        'body': _exact.to_exact(said['body']) if _exact.is_exact() else _exact.for_message(list(said['body'])),
    }
    changed = {part: value for part, value in now.items() if value != message[part]}
    _bridge.tell_here('release', index=index, changed=changed)
    after_task_publish.send(sender=name, **said)


def _sent(heard: dict[str, Any], app: Celery) -> Any:
    result = result_from_tree(heard.get('result'), app)
    _listening.subscribe(result)
    return result


def _routed(app: Celery, data: dict[str, Any]) -> dict[str, Any]:
    """A canvas with the answers of router functions on each of its tasks, from what is known of it now."""
    if not app._routers.functions:
        return data

    def inside(value: Any) -> Any:
        if isinstance(value, list):
            return [inside(each) for each in value]
        if isinstance(value, dict) and '$tuple' in value:
            return {'$tuple': inside(value['$tuple'])}
        return _routed(app, value) if _wire.is_signature(value) else value

    if data['subtask_type'] is not None:
        return {**data, 'kwargs': {key: inside(value) for key, value in data['kwargs'].items()}}
    answers = app._routers.answers(data['task'], data['args'], data['kwargs'], data['options'])
    return {**data, 'options': {**data['options'], **answers}}


def _final(sig: Signature, args: Any, kwargs: Any) -> tuple[Any, Any]:
    """The arguments of the message as Python sees them, for their repr alone."""
    if sig['immutable'] or not (sig['args'] or sig['kwargs']):
        own = sig['immutable'] or (args is None and kwargs is None)
        return (sig['args'], sig['kwargs']) if own else (args if args is not None else (), kwargs or {})
    # Without more arguments its own stay what they are: a list that came in a dict, say.
    return (*args, *sig['args']) if args else sig['args'], {**sig['kwargs'], **(kwargs or {})}


def needs_chord(sig: Any) -> bool:
    """Whether a canvas has a chord in it, or a group with a task behind it."""
    if not isinstance(sig, Mapping) or sig.get('subtask_type') not in ('chain', 'group', 'chord'):
        return False
    if sig['subtask_type'] == 'chord':
        return bool(sig['kwargs'].get('header'))
    tasks = list(sig['kwargs'].get('tasks') or ())
    if sig['subtask_type'] == 'chain' and any(
        isinstance(each, Mapping) and each.get('subtask_type') == 'group' for each in tasks[:-1]
    ):
        return True
    return any(needs_chord(each) for each in tasks)


def note_options(sig: Mapping[str, Any]) -> None:
    """Say which options of a signature, and of those in it, are not simulated yet."""
    _simulated.check_call_options(sig['task'], sig['options'])
    for field in ('tasks', 'header'):
        found = sig['kwargs'].get(field) if sig['subtask_type'] in KINDS else None
        for each in found or () if isinstance(found, (list, tuple)) else ():
            note_options(each)
