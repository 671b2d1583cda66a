"""Requests of tasks, told by how they differ from the first request of the same task (see `question-writer.ts`)."""

from ._text import read, write

# By task: the fields of its first request, and the text of those that a program could change in place.
_firsts = {}

_CONTAINERS = (dict, list)


def reset():
    _firsts.clear()


def request_of(question):
    """The request of this question, which is the caller's own."""
    name, told = question['name'], question['request']
    if 'shortened' not in question:
        if name not in _firsts:
            texts = [(field, write(value)) for field, value in told.items() if type(value) in _CONTAINERS]
            _firsts[name] = dict(told), texts
        return told
    fields, texts = _firsts[name]
    request = {**fields, **told}
    for field, text in texts:
        if field not in told:
            request[field] = read(text)
    request['args'], request['kwargs'] = question['args'], question['kwargs']
    return request
