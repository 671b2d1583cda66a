"""From a file's text to code that counts its turns, and to the twins of its functions."""

import ast
import warnings
from contextlib import contextmanager

from . import _suspension, _ticks, _twin_tree

# Properties of the sandbox's own packages that may wait, by name.
_own_properties = set()


def know_properties(names):
    """Properties of these names may wait, wherever they are read."""
    _own_properties.update(names)


def compile_ticking(source, path, properties=frozenset()):
    """Compile a learner's file; raises SyntaxError exactly as Python does."""
    with _quiet():
        tree = _ticking_tree(source, path, properties)
        waits = not _suspension.uses_twins()
        return _finished(compile(tree, path, 'exec', dont_inherit=True), waits)


def compile_body(source, path, properties=frozenset()):
    """The same as a body that waits as twins do: what it evaluates to is to be awaited, if it is a coroutine."""
    with _quiet():
        tree = _ticking_tree(source, path, properties)
        body = _twin_tree.as_coroutine(tree, _names(tree, properties))
        return _finished(compile(body, path, 'exec', ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True), False)


class Twins:
    """The code of the twins of a file's functions, each made when it is first wanted."""

    def __init__(self, source, path, properties=frozenset(), ticks=True):
        with _quiet():
            tree = _ticking_tree(source, path, properties) if ticks else ast.parse(source, path)
        self._path = path
        self._names = _names(tree, properties)
        self._units = _twin_tree.units(tree)
        self._known = {}

    def of(self, code):
        """The code of the twin for the function of this code, or None."""
        line = code.co_firstlineno
        for unit in self._units:
            if unit.first <= line <= unit.last:
                self._units.remove(unit)
                self._known.update(self._compiled(unit))
                break
        return self._known.get((code.co_qualname, line))

    def _compiled(self, unit):
        with _quiet():
            pairs = _twin_tree.with_twins(unit.tree, self._names)
            code = compile(pairs, self._path, 'exec', dont_inherit=True)
        return _twin_tree.twin_codes(_finished(code, False))


def properties_of(source, only_calling=False):
    """Names of the properties in a file, or of those that call something; none where it cannot be read."""
    if 'property' not in source:
        return frozenset()
    with _quiet():
        try:
            return frozenset(_twin_tree.property_names(ast.parse(source), only_calling))
        except (SyntaxError, ValueError):
            return frozenset()


@contextmanager
def _quiet():
    # A mark looks like a mistake to the compiler.
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        yield


def _ticking_tree(source, path, properties):
    # Compiled as it stands first: an error in the changed tree could not show the learner's line.
    compile(source, path, 'exec', dont_inherit=True)
    tree = _ticks.ticking(ast.parse(source, path))
    if _suspension.uses_twins():
        tree = _twin_tree.awaiting_coroutines(tree, _names(tree, properties))
    return tree


def _names(tree, properties):
    return _twin_tree.Names(_twin_tree.bound_names(tree), properties | _own_properties)


def _finished(code, waits):
    marks = {**_ticks.tick_marks(waits), **_suspension.marks()}
    return _ticks.with_functions(code, marks)
