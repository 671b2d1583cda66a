"""What became of a body, as text for the simulation."""

import dis
import traceback

# By name: learner code may change the module's own.
from json import dumps, loads

from . import _bridge, _codec
from ._lines import files
from ._text import write

_HEADER = 'Traceback (most recent call last):\n'


def done(spent):
    return dumps({'kind': 'done', 'spent': spent})


def value_of(value):
    """A returned value as the simulation takes it, and the exception where it cannot be encoded."""
    text, error = _result(value)
    return loads(text), error


def result(value, spent):
    """The answer for what the body of a task returned."""
    return f'{{"kind": "returned", "spent": {spent}, "value": {_result(value)[0]}}}'


def _result(value):
    text, error, exact = _codec.encode_result(value)
    parts = [f'"repr": {write(_codec.saferepr(value))}']
    if text is not None:
        parts.append(f'"json": {text}')
    if exact:
        parts.append('"exact": true')
    if error is not None:
        kept = {key: known for key, known in _codec.classify(error).items() if key == 'pickled'}
        parts.append(f'"error": {dumps({**describe(error), **kept})}')
    return f'{{{", ".join(parts)}}}', error


def error_of(error):
    """What left a body as the simulation takes it."""
    _explain(error)
    return {
        **describe(error),
        'traceback': trace(error),
        'expected': False,
        **_codec.classify(error),
    }


def returned(value, spent):
    """The answer for a value; one that cannot be encoded is an error of its own (rule 4.10b)."""
    shown = dumps(_codec.saferepr(value))
    try:
        encoded = f'"json": {_codec.encode(value)}'
    except Exception as error:
        encoded = f'"error": {dumps(describe(error))}'
    return f'{{"kind": "returned", "spent": {spent}, "value": {{{encoded}, "repr": {shown}}}}}'


def raised(error, spent):
    return dumps({'kind': 'raised', 'spent': spent, 'error': error_of(error)})


def describe(error):
    """An exception as `ExceptionInfo` of the log."""
    kind = type(error)
    return {
        'type': kind.__qualname__,
        'module': kind.__module__,
        'args': [_json_able(value) for value in error.args],
        'repr': _codec.saferepr(error),
        'message': _text(error),
        'frames': _frames(error),
        **({'refused': True} if getattr(error, '_refused', False) is True else {}),
        **_told(error),
    }


# Of these Python prints more than their text: what was probably meant.
_WITH_SUGGESTION = (NameError, AttributeError, ImportError)
_RAISE = dis.opmap['RAISE_VARARGS']


def _told(error):
    """What Python would print, where that is more than the text, and whether the learner raised it."""
    told = {}
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if last is None:
        return told
    code = last.tb_frame.f_code
    if code.co_filename in files and code.co_code[last.tb_lasti] == _RAISE:
        told['raised'] = True
    elif isinstance(error, _WITH_SUGGESTION):
        told.update(_suggested(error))
    return told


def _suggested(error):
    try:
        said = traceback.TracebackException(type(error), error, error.__traceback__, limit=-1)._str
    except Exception:
        return {}
    return {'said': said} if isinstance(said, str) and said != _text(error) else {}


def _text(error):
    try:
        return str(error)
    except Exception:
        return f'<unprintable {type(error).__qualname__} object>'


def _json_able(value):
    try:
        return loads(_codec.encode(value))
    except Exception:
        return _codec.saferepr(value)


def _frames(error):
    frames = [
        {'file': frame.f_code.co_filename, 'line': line, 'function': frame.f_code.co_name}
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename in files
    ]
    # A syntax error has no frame in the file that it is about.
    if isinstance(error, SyntaxError) and error.filename in files:
        frames.append(
            {'file': error.filename, 'line': error.lineno or 1, 'function': '<module>'}
        )
    return frames


def trace(error):
    """`traceback.format_exc()` with the learner's frames only."""
    told = traceback.TracebackException(type(error), error, error.__traceback__, compact=True)
    _only_learner(told)
    text = ''.join(told.format())
    # Where the learner has no frame, the text would begin without its first line.
    return text if text.startswith(_HEADER) else _HEADER + text


def _only_learner(told):
    told.stack[:] = [frame for frame in told.stack if frame.filename in files]
    for other in (told.__cause__, told.__context__, *(told.exceptions or ())):
        if other is not None:
            _only_learner(other)


_MEMORY = (
    'All machines of this lab share 384 MB of memory, and your program asked for more. '
    'Look at this line for text, bytes or a list that grows without end.'
)


def _explain(error):
    if type(error) is MemoryError and not getattr(error, '__notes__', None):
        error.add_note(_MEMORY)
        return
    if type(error) is not ModuleNotFoundError or getattr(error, '__notes__', None):
        return
    # Celery is here: a part of it that is not has words of its own.
    if str(error.name).partition('.')[0] == 'celery':
        return
    hint = (
        f'There is no module named {error.name!r} in this lab: you have the standard library, '
        'celery, and your own files. Nothing can be installed.'
    )
    error.add_note(hint)
    _bridge.note(hint)
