"""The learner's files of a run: compiled once, imported anew by each simulated process."""

import importlib.abc
import importlib.machinery
import linecache
import os
import sys

from ._lines import files
from ._ticks import compile_ticking

HOME = '/home/lab'

# Names of the learner's modules, and of the folders that hold some.
names = set()
_sources = {}
# Code of (path, text), for the runs to come as well: a lab is graded by many runs of the same files.
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
        key = (self.path, self.text)
        if key not in _compiled:
            if len(_compiled) >= _KEPT:
                _compiled.clear()
            _compiled[key] = compile_ticking(self.text, self.path)
        return _compiled[key]


def install(texts):
    """Take the files of a run: path -> text. What is no Python lies in the current folder alone."""
    names.add('__main__')
    for path, text in texts.items():
        _write(path, text)
        if path.endswith('.py'):
            source = Source(path, text)
            _sources[source.module] = source
            files.add(path)
            linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)
            parts = source.module.split('.')
            names.update('.'.join(parts[: end + 1]) for end in range(len(parts)))


def import_anew(name):
    """Let each simulated process import a module of the library anew, as a learner's own: it does something there."""
    names.add(name)


def uninstall():
    for path in files:
        linecache.cache.pop(path, None)
    for registry in (names, _sources, files):
        registry.clear()


def find(module):
    """The file of this module, or None."""
    return _sources.get(module)


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
        exec(self._source.code(), module.__dict__)


sys.meta_path.insert(0, _Finder())
