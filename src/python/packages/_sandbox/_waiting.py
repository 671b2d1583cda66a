"""Says why code cannot wait where it stands, in the words of a teacher."""

import sys

from . import _suspension
from ._lines import files


class CannotWait(RuntimeError):
    """Code waits in a place where this browser cannot let Python wait."""

    __module__ = 'builtins'


# `co_flags` of coroutines and asynchronous generators, and of generators.
_ASYNC = 0x80 | 0x200
_GENERATOR = 0x20
_FUNCTION = 0x2

_ADVICE = (
    'Move what waits into a plain function or a plain for loop, or open this page in Chrome, Edge or Firefox, '
    'where Python may wait anywhere.'
)


def refusal(what):
    """The exception for a wait that cannot be."""
    if not _suspension.uses_twins():
        return RuntimeError('Python cannot wait in this place.')
    place = _place(sys._getframe(2))
    return CannotWait(f'In this browser Python cannot wait inside {place}. {_ADVICE}')


def _place(frame):
    """What stands between the waiting code and the innermost frame that could have waited."""
    names = []
    while frame is not None and not frame.f_code.co_flags & _ASYNC:
        names.append(_name(frame))
        frame = frame.f_back
    # The outermost is what nobody awaits; what is called from C has no name of its own.
    return next((name for name in reversed(names) if name is not None), 'code that a library calls')


def _name(frame):
    code = frame.f_code
    if code.co_filename not in files:
        return None
    name, line = code.co_name, code.co_firstlineno
    if name == '<lambda>':
        return f'a lambda (line {line})'
    if name == '<genexpr>':
        return f'a generator expression (line {line})'
    if name == '<module>':
        return f'a module that is imported from a place that cannot wait ({code.co_filename})'
    if code.co_flags & _GENERATOR:
        return f'the generator {name}() unless a for loop calls it by its name (line {line})'
    if not code.co_flags & _FUNCTION:
        return f'the body of class {name} (line {line})'
    if name.startswith('__') and name.endswith('__'):
        return f'{name}() (line {line})'
    return f'{name}() when library code calls it, as a sort key or a callback say (line {line})'
