"""What JavaScript calls: prepare and connect once, begin for each run, answer for each question."""

import gc
import importlib
import os
import signal
import sys
from json import loads

from . import _bridge, _clock, _coding, _guards, _processes, _program, _questions, _reset, _suspension, _zones

_baseline = None


def prepare(preload, way):
    """Make the interpreter what it is before any run, with the packages of these names (JSON) loaded, and this way
    to wait.

    Nothing of JavaScript is held: a picture of the memory is taken after this, and told again elsewhere.
    """
    global _baseline
    _reset.remember_library_code()
    _suspension.use(way)
    _bridge.hide_frames()
    _guards.install()
    _zones.install()
    os.makedirs(_program.HOME, exist_ok=True)
    sys.path[:] = [_program.HOME, *(path for path in sys.path if path)]
    _add_to_library(os.path.dirname(os.path.dirname(__file__)))
    # They register with this package when they are imported.
    for name in loads(preload):
        importlib.import_module(name)
    signal.signal(signal.SIGINT, _bridge.interrupt)
    _baseline = _reset.Baseline()
    # The library is never garbage; the rest is collected at moments that the simulation fixes.
    gc.collect()
    gc.freeze()


def _add_to_library(ours):
    # A folder that is no package by itself has modules in place of some of a package of Python's own: `urllib.request`.
    for folder in sorted(os.listdir(ours)):
        path = os.path.join(ours, folder)
        if not os.path.isdir(path) or os.path.exists(os.path.join(path, '__init__.py')):
            continue
        package = importlib.import_module(folder)
        package.__path__.insert(0, path)
        for name in os.listdir(path):
            sys.modules.pop(f'{folder}.{name.removesuffix(".py")}', None)


def connect(host):
    """Join the two sides; gives the address of the counter of computing time."""
    # Booting puts the current folder in front, also of what a picture of the memory has.
    sys.path[:] = [path for path in sys.path if path]
    _suspension.connect(host.ended)
    _bridge.connect(host)
    _clock.connect(host.now)
    return _clock.address()


def end():
    """Forget every process of the run; stacks that are left get refused from now on."""
    _processes.drop_all()


def begin(text):
    """Take the files of a run (JSON: path -> text), after what the run before has left is gone."""
    _processes.rest()
    _program.uninstall()
    _baseline.restore()
    _questions.reset()
    _program.install(loads(text))


def change(text, reseeded):
    """Put other files in place (JSON: path -> text, or null), and let every process draw from the new seed.

    A process keeps the modules that it has: whoever starts from now on imports the new ones.
    """
    _processes.rest()
    texts = loads(text)
    if texts is not None:
        _program.replace(texts)
    if reseeded:
        _processes.reseed()


def _from_outside(function):
    """Let an error of the sandbox itself reach JavaScript, which reads it off the real stderr."""

    def call(*args):
        try:
            return function(*args)
        except BaseException:
            _processes.rest()
            raise

    return call


def _start(number, text):
    _suspension.start(number, _questions.answer, text)


def answer(text):
    """Run a body to its end on a stack of its own, which goes so deep and no deeper."""
    try:
        _bridge.limit_stack()
        return _questions.answer(text)
    except BaseException:
        _processes.rest()
        raise


start = _from_outside(_start)
code = _from_outside(_coding.code)
drop = _from_outside(_processes.drop)
wake = _from_outside(_bridge.wake)
