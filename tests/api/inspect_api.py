"""What a program sees of a public name: its kind, its signature, its bases. Runs in real Celery and in the sandbox alike."""

import importlib
import inspect
import json
import re


def parameters(thing):
    """The parameters of a callable with their defaults, annotations left out; None where it has no signature."""
    try:
        signature = inspect.signature(thing)
    except (TypeError, ValueError):
        return None
    return [parameter(each) for each in signature.parameters.values()]


def parameter(each):
    mark = {each.VAR_POSITIONAL: '*', each.VAR_KEYWORD: '**'}.get(each.kind, '')
    name = mark + each.name
    return name if each.default is each.empty else f'{name}={stable(each.default)}'


def stable(value):
    """The repr of a default, without addresses and with sets in order."""
    if isinstance(value, (set, frozenset)):
        return f'{type(value).__name__}({sorted(map(repr, value))})'
    if inspect.isclass(value) or inspect.isroutine(value):
        return value.__qualname__
    return re.sub(r' at 0x[0-9a-f]+', '', repr(value))


def seen(thing):
    """What is compared of a name."""
    if inspect.isclass(thing):
        bases = [base.__module__ + '.' + base.__qualname__ for base in thing.__mro__[1:-1]]
        public = [base for base in bases if not base.rsplit('.', 1)[1].startswith('_')]
        return {'kind': 'class', 'parameters': parameters(thing), 'bases': public}
    if inspect.isroutine(thing) or (callable(thing) and inspect.ismethod(thing)):
        return {'kind': 'function', 'parameters': parameters(thing)}
    if isinstance(thing, (str, int, float, bool, tuple, frozenset, type(None))):
        return {'kind': 'value', 'value': stable(thing)}
    if isinstance(thing, property) or type(thing).__name__ == 'cached_property':
        return {'kind': 'property'}
    return {'kind': 'object'}


def look_up(path):
    """The thing at `module:name.member`."""
    module, _, names = path.partition(':')
    thing = importlib.import_module(module)
    for name in names.split('.'):
        owner, thing = thing, getattr(thing, name)
        if inspect.isclass(owner):
            # What a class gives by itself is bound already.
            found = inspect.getattr_static(owner, name)
            if isinstance(found, (classmethod, staticmethod)):
                thing = found.__func__
            elif isinstance(found, property) or type(found).__name__ == 'cached_property':
                thing = found
    return thing


def report(paths):
    """The same for all paths; a name that is not there is told by its error."""
    told = {}
    for path in paths:
        try:
            told[path] = seen(look_up(path))
        except Exception as error:
            told[path] = {'kind': 'missing', 'error': type(error).__name__}
    return told


def main(names):
    return json.dumps(report(names), sort_keys=True)
