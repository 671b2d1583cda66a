"""Requests of tasks, told by how they differ from the first request of the same task (see `question-writer.ts`)."""

from ._text import read, write

# By task: the fields of its first request, and those that a program could change in place as one text.
_firsts = {}

_CONTAINERS = (dict, list)
# The question has them in any case.
_ARGUMENTS = ('args', 'kwargs')


def reset():
    _firsts.clear()


def request_of(question):
    """The request of this question, which is the caller's own."""
    name, told = question['name'], question['request']
    if 'shortened' not in question:
        if name not in _firsts:
            changeable = {field: value for field, value in told.items() if type(value) in _CONTAINERS}
            for field in _ARGUMENTS:
                changeable.pop(field, None)
            _firsts[name] = dict(told), write(changeable)
        return told
    fields, changeable = _firsts[name]
    return {**fields, **read(changeable), **told, 'args': question['args'], 'kwargs': question['kwargs']}
