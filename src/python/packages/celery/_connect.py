"""What the simulation's questions come to in this package."""

from __future__ import annotations

import json
from typing import Any

from celery import _bridge, _coding, _exact
from celery._state import get_current_app, state
from celery._wire import encode
from celery.app import periodic
from celery.app.receivers import call_receivers
from celery.app.utils import find_app
from celery.app.trace import classify, run_errback, run_task
from celery.result import ResultBase
from celery.utils import log
from celery.worker.control import run_command
from celery.utils.saferepr import saferepr
from kombu.serialization import dumps

#: `resultrepr_maxsize`.
_RESULT_REPR = 1024


def connect() -> None:
    """Register with the sandbox; called once, when the package is first imported."""
    _bridge.on_question('task', run_task)
    _bridge.on_question('errback', run_errback)
    _bridge.on_question('signal', call_receivers)
    _bridge.on_question('command', run_command)
    _bridge.on_question('beat', periodic.answer)
    _bridge.on_question('beat-loop', periodic.run)
    _bridge.on_question('loaded', _loaded)
    _bridge.on_process(lambda process: log.set_up())
    _bridge.on_coding(_coding.encode, _coding.decode)
    _bridge.set_encoder(encode_value)
    _bridge.set_result_encoder(encode_result)
    _bridge.set_saferepr(lambda value: saferepr(value, _RESULT_REPR))
    _bridge.set_classifier(classify)


def encode_value(value: Any) -> str:
    """A value as JSON text; a result object is stored as its tuple (rule 6.9)."""
    return json.dumps(encode(_prepared(value), tuples=False))


def _prepared(value: Any) -> Any:
    return value.as_tuple() if isinstance(value, ResultBase) else value


#: They are written as they stand.
_SCALARS = frozenset({type(None), bool, int, str})


def encode_result(value: Any) -> tuple[str | None, Exception | None, bool]:
    """What the body of a task returned, as text; why its serializer cannot write it; whether the text is exact."""
    if not _exact.is_exact():
        if type(value) in _SCALARS:
            return _bridge.write(value), None, False
        try:
            return encode_value(value), None, False
        except Exception as exc:
            return None, exc, False
    found = _prepared(value)
    error = None
    try:
        dumps(found, get_current_app().conf.result_serializer)
    except Exception as exc:
        error = exc
    return json.dumps(_exact.to_exact(found)), error, True


class UsageError(Exception):
    """What the command line says of an option that it cannot use."""


def _loaded(module: str) -> None:
    """The module of the program has been imported."""
    if _bridge.role() == 'worker':
        _require_app(module)
    for app in list(state().apps):
        app._import_modules()


def _require_app(module: str) -> None:
    """`-A` names a module with an app in it (rule 3.1)."""
    try:
        find_app(module)
    except AttributeError as missing:
        text = str(missing)
        raise UsageError(f'Unable to load celery application.\n{text[:1].upper()}{text[1:]}') from None
