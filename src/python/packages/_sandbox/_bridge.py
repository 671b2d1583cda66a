"""Telling the simulation, and waiting for it."""

import importlib
import itertools
import sys

from . import _clock, _processes, _suspension, _waiting
from ._lines import current_line, current_place
from ._text import read, write

# JavaScript: tell(name, process, spent, text) -> text; call(process, spent, text) -> text;
# park(process, wait, text), ended by `wake`; given_up(), interruption() -> why, used_up(place), breathe(wait), now() -> microseconds,
# limit_stack().
_host = None
_host_tell = None
_host_call = None
_host_park = None
# Lets the body that runs go only so deep from where it is: a stack of its own begins there.
limit_stack = None

# Suspended bodies by a number of their own, as a process of the same name may live again.
_waits = {}
_numbers = itertools.count()

# What is only worked out: a fork's modules need the answers too.
_PURE = frozenset({'check', 'canvas', 'cronField', 'due', 'clone', 'freeze', 'link', 'or', 'uuid', 'loglevel', 'oid', 'zone'})

# A dropped body that catches so many refusals is left suspended for good.
_PATIENCE = 20


def connect(host):
    global _host, _host_tell, _host_call, _host_park, limit_stack
    _host, _host_tell, _host_call, _host_park = host, host.tell, host.call, host.park
    limit_stack = host.limit_stack
    _clock.when_full(slice_is_over, _stuck)


def muted():
    """True while nothing that the running process says is heard (a fork's modules load silently)."""
    return _processes.running().muted


def tell(name, say):
    """Tell the simulation something; what it answers at once. Raises the exception that it answers."""
    process = _processes.running()
    if process.dropped:
        refuse(process)
    if process.muted and name not in _PURE:
        return {}
    return _heard(read(_host_tell(name, process.name, _clock.spent(), write(say))))


def call(task, args, kwargs, argsrepr, kwargsrepr):
    """`tell('apply')` of a task with plain arguments, on behalf of whoever called our caller: the id, or what `tell`
    gives where there is more to say. None where nobody hears."""
    process = _processes.running()
    if process.dropped:
        refuse(process)
    if process.muted:
        return None
    file, line = current_place(sys._getframe(2))
    text = _host_call(
        process.name, _clock.spent(), write((task, args, kwargs, argsrepr, kwargsrepr, file, line))
    )
    return _heard(read(text)) if text[0] == '{' else text


def _heard(heard):
    error = heard.get('error')
    if error is not None:
        refused = exception_of(error)
        # Celery's own answer to a call, not an error of the learner's functions.
        refused._refused = True
        raise refused
    if heard.pop('unsettled', False):
        park({'kind': 'sent'})
    return heard


def note(text):
    """Say a sentence to the learner."""
    tell('note', {'text': text})


def park(what):
    """Give the baton away until the simulation resumes this body; the value it resumes with."""
    process = _processes.running()
    if process.dropped:
        refuse(process)
    if process.muted:
        return _muted_wait(what)
    if not _suspension.can_suspend():
        raise _waiting.refusal(what)
    answer = {'kind': 'parked', 'spent': _clock.spent(), 'wait': what}
    at = current_line()
    if at is not None:
        answer['at'] = at
    number = next(_numbers)
    wait = _waits[number] = _suspension.Wait()
    _host_park(process.name, number, write(answer))
    order = _suspension.suspend(wait)
    _processes.activate(process)
    _clock.reset()
    return _obey(process, order)


def leave(what):
    """End the process in the middle of its body: nothing of it runs any more."""
    process = _processes.running()
    if process.muted:
        return
    park(what)
    give_up()


def wake(number, order):
    """Let a suspended body go on when JavaScript has returned from here."""
    _waits.pop(number).wake(order)


def _obey(process, order):
    kind, text = order[0], order[1:]
    if kind == 'v':
        value = read(text)
        if value['kind'] == 'error':
            raise exception_of(value['error'])
        return value
    if kind == 't':
        dotted, _, message = text.partition(' ')
        kind = exception_class(dotted if '.' in dotted else f'celery.exceptions.{dotted}')
        if kind is SystemExit and message:
            raise SystemExit(int(message))
        raise kind(message) if message else kind()
    return refuse(process)


def refuse(process):
    """Take down the stack of a dropped process, or leave it suspended if it catches everything."""
    process.refusals += 1
    if process.refusals > _PATIENCE:
        give_up()
    raise _processes.Dropped


def give_up():
    """Never go on: nothing above this frame runs any more."""
    while _suspension.can_suspend():
        _host.given_up()
        _suspension.suspend(_suspension.abandoned())


def interrupt(signal_number, frame):
    """Python was interrupted in the middle of something (see `Watch` on the other side)."""
    why = _host.interruption()
    if why == 'breath':
        _breathe()
        return
    if why == 'over':
        _host.used_up(write(current_line(frame)))
    if _suspension.can_suspend():
        give_up()
    if _suspension.uses_twins():
        _take_down()
    raise KeyboardInterrupt


def _breathe():
    # Nobody else runs meanwhile, and no simulated time goes by: only the thread hears the page.
    if not _suspension.can_suspend():
        return
    number = next(_numbers)
    wait = _waits[number] = _suspension.Wait()
    _host.breathe(number)
    _suspension.suspend(wait)


def _take_down():
    # A signal's handler cannot leave a coroutine as it is, only end it.
    _processes.running().dropped = True
    raise _processes.Dropped


def _muted_wait(what):
    # A fork does not run its modules again, so nothing is waited for a second time.
    if what['kind'] in ('results', 'meta'):
        return {'kind': 'metas', 'metas': {}, 'timedOut': True}
    return {'kind': 'nothing'}


def slice_is_over():
    """The running body has computed for so long that others get their turn."""
    process = _processes.running()
    if process.dropped:
        refuse(process)
    elif not process.muted and _suspension.can_suspend():
        park({'kind': 'computing'})


def _stuck():
    # In a place that cannot wait in every browser; it has computed for so long that it will not end.
    if not _suspension.uses_twins():
        slice_is_over()
    elif not _processes.running().muted:
        _host.used_up(write(current_line()))
        _take_down()


def exception_of(error):
    """The exception that is told: made of its text, or of another exception (kombu's EncodeError)."""
    made_of = error.get('of')
    return exception_class(error['type'])(exception_of(made_of) if made_of else error['message'])


def exception_class(dotted):
    """The class of this dotted name, `builtins.ValueError` or `celery.exceptions.Retry`."""
    module, _, name = dotted.rpartition('.')
    found = getattr(importlib.import_module(module or 'builtins'), name)
    if not (isinstance(found, type) and issubclass(found, BaseException)):
        raise TypeError(f'{dotted} is no exception')
    return found


def hide_frames():
    """Leave the frames of the sandbox's own packages out of tracebacks: they are not the learner's."""
    import traceback

    for name in ('walk_tb', 'walk_stack', '_walk_tb_with_full_positions'):
        setattr(traceback, name, _without_ours(getattr(traceback, name)))


_OURS = __file__.rsplit('/', 2)[0] + '/'


def _without_ours(walk):
    def walk_learner(*args):
        for frame, place in walk(*args):
            if not frame.f_code.co_filename.startswith(_OURS):
                yield frame, place

    return walk_learner
