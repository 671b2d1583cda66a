"""Simulated processes: what each one has for itself inside the one interpreter.

A process owns its learner modules, standard streams, random state, environment, logging tree and
context variables. They are put in place when it takes the baton and taken away at the next hand-over.
"""

import contextvars
import logging
import os
import random
import sys

from . import _program
from ._streams import Console


class Dropped(BaseException):
    """Raised inside a process that the simulation has forgotten, to take its stack down."""


class Process:
    """One simulated process. `role` is 'client', 'worker' or 'process'."""

    def __init__(self, name, role, host):
        self.name = name
        self.role = role
        self.host = host
        # A pool process is a fork: loading its modules again must not be seen.
        self.muted = False
        self.dropped = False
        self.refusals = 0
        self.local = {}
        self.context = contextvars.Context()
        self._modules = {}
        self._streams = (Console(self, 'stdout'), Console(self, 'stderr'))
        self._environ = dict(host.environ)
        self._random = None
        self._logging = _LoggingTree()

    def enter(self):
        sys.modules.update(self._modules)
        sys.stdout, sys.stderr = self._streams
        os.environ._data = self._environ
        if self._random is None:
            self._random = random.Random()
        _use_random(self._random)
        self._logging.enter()

    def leave(self):
        names = _program.names
        self._modules = {name: sys.modules.pop(name) for name in names if name in sys.modules}
        self._streams = (sys.stdout, sys.stderr)
        self._logging.leave()

    def close(self):
        """Let go of everything: what is left of it must not reach another run."""
        self._modules = {}
        self.local = {}


class _LoggingTree:
    """The loggers of one process: handlers added by one must not print for another."""

    def __init__(self):
        self.root = logging.RootLogger(logging.WARNING)
        self.manager = logging.Manager(self.root)
        self.manager.loggerClass = logging.Logger.manager.loggerClass

    def enter(self):
        logging.root = logging.Logger.root = self.root
        logging.Logger.manager = self.manager

    def leave(self):
        self.root = logging.root
        self.manager = logging.Logger.manager


_RANDOM_NAMES = [
    name
    for name, value in vars(random).items()
    if getattr(value, '__self__', None) is random._inst
]


def _use_random(instance):
    module = vars(random)
    module['_inst'] = instance
    for name in _RANDOM_NAMES:
        module[name] = getattr(instance, name)


class _Host:
    """Everything that the processes of a run share."""

    def __init__(self):
        self.environ = dict(os.environ._data)


host = _Host()
_table = {}
_current = None
_library = {}
_on_process = []


def process():
    """The process that runs, or None while no question is open."""
    return _current


def process_local(name, factory):
    """This process's own instance of something, made when first asked for."""
    owner = _current.local if _current is not None else _library
    if name not in owner:
        owner[name] = factory()
    return owner[name]


def on_process(handler):
    """Call handler(process) inside each new process, before anything is loaded there."""
    _on_process.append(handler)


def find(name):
    return _table.get(name)


def create(name, role):
    made = _table[name] = Process(name, role, host)
    activate(made)
    for handler in _on_process:
        handler(made)
    return made


def activate(target):
    """Hand the baton to a process; None takes it from everybody."""
    global _current
    if target is _current:
        return
    if _current is not None:
        _current.leave()
    _current = target
    if target is not None:
        target.enter()


def drop(name):
    found = _table.pop(name, None)
    if found is not None:
        found.dropped = True
        if found is _current:
            activate(None)


def drop_all():
    for name in list(_table):
        drop(name)
    _library.clear()
