"""The learner's files of a run: compiled once, imported anew by each simulated process."""

import importlib.abc
import importlib.machinery
import importlib.util
import linecache
import os
import sys

from . import _compiling, _suspension
from ._lines import files

HOME = '/home/lab'

# Names of the learner's modules, and of the folders that hold some.
names = set()
_sources = {}
# Names of the properties of each of them.
_properties = {}
# Code of a file's text, for the runs to come as well: a lab is graded by many runs of the same files.
_compiled = {}
_KEPT = 100


class Source:
    """One Python file of the learner."""

    def __init__(self, path, text):
        self.path = path
        self.text = text
        parts = path.removesuffix('.py').split('/')
        self.is_package = parts[-1] == '__init__'
        self.module = '.'.join(parts[:-1] if self.is_package else parts)

    @property
    def file(self):
        return f'{HOME}/{self.path}'

    def code(self):
        """The code object; raises SyntaxError anew each time, as each import would."""
        return self._compiled(_compiling.compile_ticking)

    def body(self):
        """The same as a coroutine's, where it waits for anything."""
        return self._compiled(_compiling.compile_body)

    def twins(self):
        """The code of the twins of its functions."""
        return self._compiled(_compiling.Twins)

    def _compiled(self, compiling):
        properties = frozenset().union(*_properties.values())
        key = (compiling, self.path, self.text, properties)
        if key not in _compiled:
            if len(_compiled) >= _KEPT:
                _compiled.clear()
            _compiled[key] = compiling(self.text, self.path, properties)
        return _compiled[key]


def install(texts):
    """Take the files of a run: path -> text. What is no Python lies in the current folder alone."""
    names.add('__main__')
    for path, text in texts.items():
        _write(path, text)
        if path.endswith('.py'):
            source = Source(path, text)
            _sources[source.module] = source
            if _suspension.uses_twins():
                _properties[path] = _compiling.properties_of(text)
            files.add(path)
            linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)
            parts = source.module.split('.')
            names.update('.'.join(parts[: end + 1]) for end in range(len(parts)))


def replace(texts):
    """Take other files in place of these, in the midst of a run. Who has imported a file keeps what it has."""
    for path in sorted(files - texts.keys()):
        _sources.pop(Source(path, '').module, None)
        _properties.pop(path, None)
        os.remove(os.path.join(HOME, path))
    install(texts)


def import_anew(name):
    """Let each simulated process import a module of the library anew, as a learner's own: it does something there."""
    names.add(name)


def uninstall():
    for path in files:
        linecache.cache.pop(path, None)
    for registry in (names, _sources, _properties, files):
        registry.clear()
    _suspension.forget()


def find(module):
    """The file of this module, or None."""
    return _sources.get(module)


def of_path(path):
    """The learner's file of this path, or None."""
    return next((source for source in _sources.values() if source.path == path), None)


def texts_below(folder):
    """The text of every Python file in a folder and those below."""
    for at, _, found in sorted(os.walk(folder)):
        for name in sorted(found):
            if name.endswith('.py'):
                with open(os.path.join(at, name), encoding='utf-8') as file:
                    yield file.read()


def run(source, space):
    """Run a file's own code."""
    exec(source.code(), space)


async def run_twin(source, space):
    """The same in a way that can wait."""
    running = eval(source.body(), space)
    if running is not None:
        await running


async def load_twin(name):
    """Import a module of the learner's in a way that can wait, with the packages that it is in."""
    parts = name.split('.')
    for end in range(1, len(parts) + 1):
        part = '.'.join(parts[:end])
        if part in sys.modules or part not in names:
            continue
        source = _sources.get(part)
        if source is None:
            # A folder of files, which runs nothing.
            importlib.import_module(part)
        else:
            await _load_twin(part, source)


async def _load_twin(name, source):
    module = importlib.util.module_from_spec(_Finder().find_spec(name))
    sys.modules[name] = module
    module.__spec__._initializing = True
    try:
        await run_twin(source, module.__dict__)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    finally:
        module.__spec__._initializing = False
    above, _, last = name.rpartition('.')
    if above in sys.modules:
        setattr(sys.modules[above], last, sys.modules[name])


def _write(path, text):
    target = os.path.normpath(os.path.join(HOME, path))
    if not target.startswith(f'{HOME}/'):
        raise ValueError(f'{path} is no path of a file in the lab')
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, 'w', encoding='utf-8') as file:
        file.write(text)


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname, path=None, target=None):
        source = _sources.get(fullname)
        if source is None:
            return None
        spec = importlib.machinery.ModuleSpec(
            fullname, _Loader(source), origin=source.file, is_package=source.is_package
        )
        spec.has_location = True
        if source.is_package:
            spec.submodule_search_locations = [os.path.dirname(source.file)]
        return spec


class _Loader(importlib.abc.InspectLoader):
    def __init__(self, source):
        self._source = source

    def get_source(self, fullname):
        return self._source.text

    def is_package(self, fullname):
        return self._source.is_package

    def get_code(self, fullname):
        return self._source.code()

    def exec_module(self, module):
        run(self._source, module.__dict__)


sys.meta_path.insert(0, _Finder())
