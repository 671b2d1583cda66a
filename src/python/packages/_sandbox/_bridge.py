"""Telling the simulation, and waiting for it."""

import importlib

from . import _clock, _codec, _processes, _suspension
from ._lines import current_line

# JavaScript: tell(name, process, spent, text) -> text; park(process, text) -> promise of text.
_host_tell = None
_host_park = None
_host_never = None

# A dropped body that goes on after so many refusals is left suspended for good.
_PATIENCE = 20


def connect(tell, park, never):
    global _host_tell, _host_park, _host_never
    _host_tell, _host_park, _host_never = tell, park, never
    _clock.when_full(_slice_is_over)


def muted():
    """True while nothing that the running process says is heard (a fork's modules load silently)."""
    process = _processes.process()
    return process is None or process.muted


def tell(name, say):
    """Tell the simulation something; what it answers at once. Raises the exception that it answers."""
    process = _processes.process()
    if process is None:
        return {}
    if process.dropped:
        refuse(process)
    if process.muted:
        return {}
    heard = _codec.loads(_host_tell(name, process.name, _clock.spent(), _codec.dumps(say)))
    error = heard.get('error')
    if error is not None:
        raise exception_class(error['type'])(error['message'])
    return heard


def note(text):
    """Say a sentence to the learner."""
    tell('note', {'text': text})


def park(wait):
    """Give the baton away until the simulation resumes this body; the value it resumes with."""
    process = _processes.process()
    if process is None:
        raise RuntimeError('Nothing can wait here: no simulated process is running.')
    if process.dropped:
        refuse(process)
    if process.muted:
        return _muted_wait(wait)
    if not _suspension.can_wait():
        raise RuntimeError('Waiting is not possible here: a browser function is still running.')
    answer = {'kind': 'parked', 'spent': _clock.spent(), 'wait': wait}
    at = current_line()
    if at is not None:
        answer['at'] = at
    order = _suspension.wait(_host_park(process.name, _codec.dumps(answer)))
    _processes.activate(process)
    _clock.reset()
    return _obey(order)


def _obey(order):
    kind, text = order[0], order[1:]
    if kind == 'v':
        return _codec.decode(text)
    if kind == 't':
        raise exception_class(text if '.' in text else f'celery.exceptions.{text}')()
    refuse(_processes.process())


def refuse(process):
    """Take down the stack of a dropped process, or leave it suspended if it catches everything."""
    process.refusals += 1
    if process.refusals > _PATIENCE and _suspension.can_wait():
        _suspension.wait(_host_never())
    raise _processes.Dropped


def _muted_wait(wait):
    # A fork does not run its modules again, so nothing is waited for a second time.
    if wait['kind'] in ('results', 'meta'):
        return {'kind': 'metas', 'metas': {}, 'timedOut': True}
    return {'kind': 'nothing'}


def _slice_is_over():
    process = _processes.process()
    if process is None:
        _clock.reset()
    elif process.dropped:
        refuse(process)
    elif not process.muted and _suspension.can_wait():
        park({'kind': 'computing'})


def exception_class(dotted):
    """The class of this dotted name, `builtins.ValueError` or `celery.exceptions.Retry`."""
    module, _, name = dotted.rpartition('.')
    found = getattr(importlib.import_module(module or 'builtins'), name)
    if not (isinstance(found, type) and issubclass(found, BaseException)):
        raise TypeError(f'{dotted} is no exception')
    return found
