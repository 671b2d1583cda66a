"""The second way to wait, while it runs: whose twin is called in whose place.

A function's twin is made when it is first called from another twin. It shares the function's globals,
defaults and cells; nothing about the function itself changes, so decorators, signatures and pickles see
what they always see.
"""

import asyncio
import contextlib
import functools
import importlib.util
import sys
import types
import weakref
from contextvars import Context
from types import BuiltinMethodType, CoroutineType, FunctionType, MethodType

from . import _bridge, _clock, _compiling, _program, _suspension
from ._twin_tree import MARK

_ROOT = __file__.rsplit('/', 2)[0] + '/'

# Library modules of which functions call what they are given, and may therefore wait.
_LIBRARY = frozenset(
    {'asyncio.base_events', 'asyncio.runners', 'contextlib', 'functools', 'queue', 'threading', 'timeit', 'unittest.mock'}
)

# They stand below the waiting itself.
_PLAIN = frozenset(
    f'{_ROOT}_sandbox/{name}.py'
    for name in (
        '_clock _codec _coding _compiling _lines _outcome _processes _reset _streams _suspension _text _ticks '
        '_twin_tree _twins _zones'
    ).split()
)

# Twins of functions without cells: the function -> its twin, or False.
_known = weakref.WeakKeyDictionary()
_known_by_reference = _known.data
# Code by its identity: (the code itself, its twin's or None).
_codes = {}
# Files: path -> their twins, or None where they have none.
_files = {}
# What coroutines of twins run, by identity.
_twin_codes = {}


def install():
    """Stand in for what has no source of its own to make a twin of."""
    stand_in(_suspension.suspend, _suspension.suspend_twin)
    stand_in(_suspension.can_suspend, _suspension.can_suspend_twin)
    stand_in(importlib.import_module, _import_module)
    stand_in(_program.run, _program.run_twin)
    stand_in(asyncio.Handle._run, _suspension.run_handle_twin)
    for helper in (_construct, _work_out, _run_in):
        stand_in(None, helper)
    _deepen()
    _compiling.know_properties(_own_properties())
    from . import _cache

    _cache.install()


# So many more frames are below a body than on a stack of its own: `_Body.go` and those around it, `_run_in` and its own.
_FRAMES_BELOW = 6


def _deepen():
    """Let recursion end at the same depth as on a stack of its own."""
    get, put = sys.getrecursionlimit, sys.setrecursionlimit
    put(get() + _FRAMES_BELOW)
    sys.getrecursionlimit = lambda: get() - _FRAMES_BELOW
    sys.setrecursionlimit = lambda limit, /: put(limit + _FRAMES_BELOW if limit > 0 else limit)


def forget():
    """Forget the learner's functions of the run before."""
    for path in [path for path in _files if not path.startswith('/')]:
        del _files[path]
    for table in (_codes, _twin_codes, _known):
        table.clear()
    for function, twin in _stand_ins:
        _take(function, twin)


_stand_ins = []


def stand_in(function, twin):
    """Use an async function as the twin of this one."""
    _stand_ins.append((function, twin))
    _take(function, twin)


def _take(function, twin):
    if function is not None:
        _known[function] = twin
    _twin_codes[id(twin.__code__)] = twin.__code__


def twin_of(function):
    """The twin of a function of Python, or None."""
    found = _known_by_reference.get(weakref.ref(function))
    if found is not None:
        return found or None
    code = _twin_code(function.__code__)
    if code is None:
        _known[function] = False
        return None
    cells = function.__closure__
    if cells is not None:
        by_name = dict(zip(function.__code__.co_freevars, cells))
        cells = tuple(by_name[name] for name in code.co_freevars)
    twin = FunctionType(code, function.__globals__, function.__name__, function.__defaults__, cells or None)
    twin.__kwdefaults__ = function.__kwdefaults__
    # A twin with cells may hold its function, which would then live as long as this table.
    if not cells:
        _known[function] = twin
    return twin


def _twin_code(code):
    known = _codes.get(id(code))
    if known is None:
        known = _codes[id(code)] = (code, _find_twin_code(code))
        if known[1] is not None:
            _twin_codes[id(known[1])] = known[1]
    return known[1]


def _find_twin_code(code):
    path = code.co_filename
    if path in _PLAIN:
        return None
    if path not in _files:
        _files[path] = _read(path)
    known = _files[path]
    return None if known is None else known.of(code)


def _read(path):
    source = _program.of_path(path)
    if source is not None:
        return source.twins()
    if path.startswith(_ROOT):
        with open(path, encoding='utf-8') as file:
            return _compiling.Twins(file.read(), path, ticks=False)
    for name in _LIBRARY:
        module = sys.modules.get(name)
        if module is not None and path == getattr(module, '__file__', None):
            source = module.__loader__.get_source(name)
            return _compiling.Twins(source, path, ticks=False)
    return None


def _own_properties():
    """Names of the properties in the sandbox's packages that do more than to read a field."""
    found = set()
    for text in _program.texts_below(_ROOT):
        found |= _compiling.properties_of(text, only_calling=True)
    return found


# What twins call. None of it stands between two frames of the learner's.


def pick(target):
    """What to call in place of a callable: its twin, or itself."""
    kind = type(target)
    if kind is FunctionType:
        twin = twin_of(target)
        # An asynchronous generator is for loops alone.
        return target if twin is None or twin.__code__.co_flags & _ASYNC_GENERATOR else twin
    if kind is MethodType:
        inner = target.__func__
        picked = pick(inner)
        return target if picked is inner else MethodType(picked, target.__self__)
    if kind is BuiltinMethodType:
        if type(target.__self__) is Context and target.__name__ == 'run':
            return functools.partial(_run_in, target.__self__)
        return target
    if kind is functools.partial:
        picked = pick(target.func)
        return target if picked is target.func else functools.partial(picked, *target.args, **target.keywords)
    # Not `isinstance`: a proxy says that it is what it stands for.
    if issubclass(kind, type):
        return _pick_class(target)
    call = getattr(kind, '__call__', None)
    if type(call) is FunctionType:
        picked = pick(call)
        return target if picked is call else MethodType(picked, target)
    return target


_ASYNC_GENERATOR = 0x200


def _pick_class(cls):
    if type(cls).__call__ is not type.__call__ or type(cls.__init__) is not FunctionType:
        return cls
    begin = twin_of(cls.__init__)
    return cls if begin is None else functools.partial(_construct, cls, begin)


async def _construct(cls, begin, /, *args, **kwargs):
    made = cls.__new__(cls, *args, **kwargs)
    if isinstance(made, cls):
        heard = check(await begin(made, *args, **kwargs))
        if heard is not None:
            raise TypeError(f"__init__() should return None, not '{type(heard).__name__}'")
    return made


def pick_iterated(target):
    """The same for what a loop runs through: a generator's twin too."""
    function = target.__func__ if type(target) is MethodType else target
    if type(function) is FunctionType:
        twin = twin_of(function)
        if twin is not None and twin.__code__.co_flags & _ASYNC_GENERATOR:
            return twin if function is target else MethodType(twin, target.__self__)
    return pick(target)


class _Ready:
    """An awaitable that is a value already."""

    __slots__ = ('value',)

    def __init__(self, value):
        self.value = value

    def __await__(self):
        return self

    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration(self.value)


def settle(result):
    """What to await for a call's result: a twin's coroutine, or what the call gave. Coroutines of the learner's are
    such results too.
    """
    if type(result) is CoroutineType and id(result.cr_code) in _twin_codes:
        return result
    return _Ready(result)


class Stopped:
    """A StopIteration on its way out of a coroutine."""

    __slots__ = ('error',)

    def __init__(self, error):
        self.error = error


def check(result):
    """What was awaited, or the StopIteration that it is."""
    if type(result) is Stopped:
        raise result.error
    return result


def load(owner, name):
    """An attribute, or the coroutine of the property that it is."""
    for base in type(owner).__mro__:
        found = base.__dict__.get(name)
        if found is None:
            continue
        if type(found) is property and type(found.fget) is FunctionType:
            twin = twin_of(found.fget)
            if twin is not None:
                return twin(owner)
        elif isinstance(found, functools.cached_property) and name not in getattr(owner, '__dict__', ()):
            twin = twin_of(found.func) if type(found.func) is FunctionType else None
            if twin is not None:
                return _work_out(found, twin, owner)
        break
    return getattr(owner, name)


async def _work_out(found, twin, owner):
    value = check(await twin(owner))
    vars(owner)[found.attrname] = value
    return value


async def each(values):
    """Run through the values of a generator's twin, or of anything that a loop takes."""
    if type(values) is types.AsyncGeneratorType and id(values.ag_code) in _twin_codes:
        try:
            async for value in values:
                yield value
        finally:
            await values.aclose()
    else:
        for value in values:
            yield value


async def any_of(values):
    async for value in values:
        if value:
            return True
    return False


async def all_of(values):
    async for value in values:
        if not value:
            return False
    return True


class entering:
    """A context manager for `async with`, which enters and leaves the given one by the twins of its methods."""

    __slots__ = ('_manager', '_leave')

    def __init__(self, manager):
        self._manager = manager

    async def __aenter__(self):
        manager = self._manager
        kind = type(manager)
        if kind is contextlib._GeneratorContextManager:
            made = _as_generator_of_twin(manager)
            if made is not None:
                self._leave = made.__aexit__
                return await made.__aenter__()
        try:
            enter, leave = kind.__enter__, kind.__exit__
        except AttributeError:
            missed = '__enter__' if not hasattr(kind, '__enter__') else '__exit__'
            raise TypeError(
                f"'{kind.__module__}.{kind.__qualname__}' object does not support the context manager protocol "
                f'(missed {missed} method)'
            ) from None
        self._leave = _awaiting(MethodType(leave, manager))
        return check(await settle(pick(MethodType(enter, manager))()))

    async def __aexit__(self, *error):
        return await self._leave(*error)


def _awaiting(method):
    async def call(*args):
        return check(await settle(pick(method)(*args)))

    return call


def _as_generator_of_twin(manager):
    if not hasattr(manager, 'func'):
        return None
    twin = twin_of(manager.func) if type(manager.func) is FunctionType else None
    if twin is None or not twin.__code__.co_flags & _ASYNC_GENERATOR:
        return None
    made = contextlib._AsyncGeneratorContextManager.__new__(contextlib._AsyncGeneratorContextManager)
    made.func, made.args, made.kwds = manager.func, manager.args, manager.kwds
    made.gen = twin(*manager.args, **manager.kwds)
    manager.gen.close()
    return made


@types.coroutine
def _stepped_in(context, coroutine):
    """Run each step of a coroutine inside a context; what it waits for goes through."""
    step, value = coroutine.send, None
    while True:
        try:
            wait = context.run(step, value)
        except StopIteration as end:
            return end.value
        try:
            step, value = coroutine.send, (yield wait)
        except BaseException as error:
            step, value = coroutine.throw, error


async def _run_in(context, function, /, *args, **kwargs):
    async def called():
        return await settle(pick(function)(*args, **kwargs))

    return await _stepped_in(context, called())


async def _import_module(name, package=None):
    if name.startswith('.'):
        name = importlib.util.resolve_name(name, package)
    await _program.load_twin(name)
    return importlib.import_module(name)


async def _load_imported(space, name, level, names):
    """Load the learner's modules that an import statement is about to want, in a way that can wait."""
    if level:
        package = space.get('__package__') or ''
        parts = package.split('.')[: max(0, len(package.split('.')) - level + 1)]
        name = '.'.join([*parts, *([name] if name else [])])
    await _program.load_twin(name)
    for each_name in names:
        if _program.find(f'{name}.{each_name}') is not None and not hasattr(sys.modules.get(name), each_name):
            await _program.load_twin(f'{name}.{each_name}')


def _slice_over():
    return twin_of(_bridge.slice_is_over)()


def marks():
    """What the marks of `_twin_tree` stand for."""
    named = {
        'pick': pick,
        'pick_iterated': pick_iterated,
        'settle': settle,
        'check': check,
        'stopped': Stopped,
        'StopIteration': StopIteration,
        'load': load,
        'each': each,
        'context': entering,
        'any': any_of,
        'all': all_of,
        'import': _load_imported,
        'type': type,
        'coroutine': CoroutineType,
        'slice': _slice_over,
        **{f'due {kind}': tick for kind, tick in _clock.ticks_due.items()},
    }
    return {f'{MARK}{name}\0': value for name, value in named.items()}
