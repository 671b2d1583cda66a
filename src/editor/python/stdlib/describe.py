"""Writes what a module of the standard library holds as a stub: names and signatures, no sentences."""

import importlib
import inspect
import keyword
import types

# What a call gives, where completion after it is worth the line.
RETURNS = {
    'datetime.datetime': {'now': 'datetime', 'utcnow': 'datetime', 'fromtimestamp': 'datetime', 'fromisoformat': 'datetime',
                          'strptime': 'datetime', 'astimezone': 'datetime', 'replace': 'datetime', 'date': 'date', 'time': 'time',
                          'isoformat': 'str', 'strftime': 'str', 'timestamp': 'float'},
    'datetime.date': {'today': 'date', 'fromisoformat': 'date', 'isoformat': 'str', 'strftime': 'str'},
    'builtins.str': {name: 'str' for name in ('capitalize', 'format', 'join', 'lower', 'lstrip', 'replace', 'rstrip', 'strip', 'title',
                                             'upper', 'removeprefix', 'removesuffix', 'zfill')} | {'split': 'list', 'splitlines': 'list', 'encode': 'bytes'},
    'builtins.bytes': {'decode': 'str'},
    'builtins.dict': {'copy': 'dict', 'items': 'dict_items', 'keys': 'dict_keys', 'values': 'dict_values'},
    'builtins.list': {'copy': 'list'},
    'builtins': {'sorted': 'list', 'repr': 'str', 'format': 'str', 'input': 'str', 'len': 'int', 'round': 'int', 'sum': 'int', 'chr': 'str'},
    'json': {'dumps': 'str'},
    'uuid': {'uuid1': 'UUID', 'uuid3': 'UUID', 'uuid4': 'UUID', 'uuid5': 'UUID'},
    'time': {'time': 'float', 'monotonic': 'float', 'perf_counter': 'float'},
    'random': {'random': 'float', 'randint': 'int', 'uniform': 'float'},
    'logging': {'getLogger': 'Logger'},
    're': {'compile': 'Pattern', 'match': 'Match', 'search': 'Match', 'fullmatch': 'Match'},
    'sqlite3': {'connect': 'Connection'},
    'sqlite3.Connection': {'cursor': 'Cursor', 'execute': 'Cursor', 'executemany': 'Cursor'},
}


def stub(name):
    """The stub of a module."""
    module = importlib.import_module(name)
    public = getattr(module, '__all__', None) or [each for each in dir(module) if not each.startswith('_')]
    if name == 'builtins':
        public = [each for each in dir(module) if not each.startswith('_') or each == '__import__']
    lines = []
    for each in sorted(set(public)):
        found = getattr(module, each, None)
        if keyword.iskeyword(each):
            continue
        lines += _line(each, found, name)
    return '\n'.join(lines) + '\n'


def _line(name, found, home):
    if isinstance(found, types.ModuleType):
        # A module that another one has imported is nobody's to use.
        return [f'import {found.__name__} as {name}'] if found.__name__ == f'{home}.{name}' or (home, name) == ('os', 'path') else []
    if isinstance(found, type):
        return _class(name, found, home)
    if callable(found) and not isinstance(found, types.GenericAlias):
        return [f'def {name}{_signature(found)}{_returns(home, name)}: ...']
    kind = type(found).__name__
    return [f'{name}: {kind}' if kind in {'int', 'str', 'float', 'bool', 'list', 'dict', 'tuple'} else f'{name} = ...']


def _class(name, found, home):
    bases = [each.__name__ for each in found.__bases__ if each is not object and each.__name__.isidentifier()]
    lines = [f'class {name}({", ".join(bases)}):' if bases else f'class {name}:']
    if '__init__' in vars(found) or '__new__' in vars(found):
        signature = _signature(found, with_self=True)
        if signature != '(self, *args, **kwargs)':
            lines.append(f'    def __init__{signature}: ...')
    for each, member in sorted(vars(found).items()):
        if each.startswith('_'):
            continue
        raw = member
        member = getattr(found, each, None)
        if isinstance(raw, (staticmethod, classmethod)) or type(raw).__name__ in {'classmethod_descriptor', 'builtin_function_or_method'}:
            static = isinstance(raw, staticmethod) or type(raw).__name__ == 'builtin_function_or_method'
            lines.append('    @staticmethod' if static else '    @classmethod')
            lines.append(f'    def {each}{_signature(member, with_self=not static)}{_returns(f"{home}.{name}", each)}: ...')
        elif callable(member) and not isinstance(member, type):
            lines.append(f'    def {each}{_signature(member, bound=True)}{_returns(f"{home}.{name}", each)}: ...')
        elif not isinstance(member, type):
            lines.append(f'    {each} = ...')
    return lines if len(lines) > 1 else [f'{lines[0]} ...']


def _returns(home, name):
    kind = RETURNS.get(home, {}).get(name)
    return f' -> {kind}' if kind else ''


def _signature(found, with_self=False, bound=False):
    try:
        parameters = list(inspect.signature(found).parameters.values())
    except (TypeError, ValueError):
        return '(self, *args, **kwargs)' if with_self or bound else '(*args, **kwargs)'
    parts = ['self'] if with_self else []
    slash = star = False
    for index, each in enumerate(parameters):
        kind = each.kind
        if slash and kind is not each.POSITIONAL_ONLY:
            parts.append('/')
        slash = kind is each.POSITIONAL_ONLY
        if kind is each.KEYWORD_ONLY and not star:
            parts.append('*')
        star = star or kind in (each.KEYWORD_ONLY, each.VAR_POSITIONAL)
        mark = {each.VAR_POSITIONAL: '*', each.VAR_KEYWORD: '**'}.get(kind, '')
        parts.append(f'{mark}{each.name}{_default(each)}')
    if slash:
        parts.append('/')
    return f'({", ".join(parts)})'


def _default(parameter):
    value = parameter.default
    if value is parameter.empty:
        return ''
    plain = value is None or type(value) in (int, str, bool, float) and len(repr(value)) < 20
    return f'={value!r}' if plain else '=...'


def top_level():
    """Every module of the standard library by its first name, whether it works here or not."""
    import sys

    return '\n'.join(sorted(name for name in sys.stdlib_module_names if not name.startswith('_'))) + '\n'
