"""Simulated processes: what each one has for itself inside the one interpreter.

A process owns its learner modules, standard streams, random state, environment, logging tree and
context variables. They are put in place when it takes the baton and taken away at the next hand-over.
"""

import contextvars
import logging
import operator
import os
import random
import sys
import threading
import types

from . import _program
from ._streams import Console


class Dropped(BaseException):
    """Raised inside a process that the simulation has forgotten, to take its stack down."""


class Process:
    """One simulated process. `role` is 'client', 'worker' or 'process'."""

    # Whether it lives inside another one.
    shared = False

    def __init__(self, name, role, settings, muted=False, pid=1, parent=1):
        self.name = name
        # `os.getpid()` and `os.getppid()`.
        self.pid = pid
        self.parent = parent
        self.role = role
        # Settings that win over the program's own, as the question that began it gave them.
        self.settings = settings
        # A pool process is a fork: loading its modules again must not be seen.
        self.muted = muted
        self.dropped = False
        # How often it went on after it was dropped.
        self.refusals = 0
        # Whether a task in it may wait for results.
        self.joins = False
        # What `process_local` has made for it.
        self.local = {}
        self.context = contextvars.Context()
        self._modules = {'__main__': types.ModuleType('__main__')}
        self._streams = (Console(self, 'stdout'), Console(self, 'stderr'))
        self._environ = dict(_environ)
        self._argv = ['']
        self._folder = _program.HOME
        self._random = None
        self._random_functions = ()
        self._logging = _LoggingTree()

    def enter(self):
        sys.modules.update(self._modules)
        sys.stdout, sys.stderr = self._streams
        sys.argv = self._argv
        os.environ._data = self._environ
        global _folder
        if self._folder != _folder:
            os.chdir(self._folder)
            _folder = self._folder
        # Made here and not before: its seed comes from this process's own entropy.
        if self._random is None:
            self._random = _functions_of(random.Random())
            self._random_functions = _random_functions(self._random)
        vars(random).update(self._random)
        self._logging.enter()

    def leave(self):
        self._modules = {
            name: sys.modules.pop(name) for name in _program.names if name in sys.modules
        }
        self._streams = (sys.stdout, sys.stderr)
        self._argv = sys.argv
        global _folder
        if _folder is None:
            _folder = os.getcwd()
        self._folder = _folder
        functions = _random_functions(vars(random))
        if functions != self._random_functions:
            self._random_functions = functions
            self._random = dict(zip(_RANDOM_NAMES, functions))
        self._logging.leave()


class Thread(Process):
    """A body inside another process: a thread or greenlet of a pool, or a task of the solo pool.

    It has a stack and context variables of its own; all else is its owner's.
    """

    shared = True

    def __init__(self, name, owner):
        self.name = name
        self.pid, self.parent = owner.pid, owner.parent
        # A web server's thread calls tasks as its client does.
        self.role = 'client' if owner.role == 'client' else 'process'
        self.settings = owner.settings
        self.muted = False
        self.dropped = False
        self.refusals = 0
        self.local = owner.local
        self.context = contextvars.Context()
        self._owner = owner
        self._thread = None

    def enter(self):
        self._owner.enter()
        if self._thread is not None:
            threading._active[threading.get_ident()] = self._thread

    def leave(self):
        threading._active[threading.get_ident()] = threading.main_thread()
        self._owner.leave()

    def begin(self, thread_name, joins):
        """It begins a job; to Python a greenlet is a new thread each time."""
        self.joins = joins
        known = None if self._thread is None else self._thread.name
        if known != thread_name:
            self._thread = threading.Thread(name=thread_name, daemon=True)


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


# The hidden instance of `random`, and the functions of the module that are its methods.
_RANDOM_NAMES = ['_inst'] + [
    name
    for name, value in vars(random).items()
    if getattr(value, '__self__', None) is random._inst
]


_random_functions = operator.itemgetter(*_RANDOM_NAMES)


def _functions_of(instance):
    return {'_inst': instance, **{name: getattr(instance, name) for name in _RANDOM_NAMES[1:]}}


# The current folder; None where it is to be asked for.
_folder = None
_environ = dict(os.environ._data)
_table = {}
_on_process = []
_CLOSING = 'closing'
# Holds the baton between questions; whatever runs then, a finalizer say, is heard by no one.
_nobody = Process('', 'process', {}, muted=True)
_current = _nobody


def folder_changed():
    """The process that runs has gone to another folder."""
    global _folder
    _folder = None


def process():
    """The process that runs, or None while no question is open."""
    return None if _current is _nobody else _current


def running():
    """The process that runs; a muted one while no question is open."""
    return _current


def process_local(name, factory):
    """This process's own instance of something, made when first asked for."""
    local = _current.local
    if name not in local:
        local[name] = factory()
    return local[name]


def when_gone(close):
    """Call close() when the running process is gone: what its operating system would do."""
    process_local(_CLOSING, list).append(close)


def on_process(handler):
    """Call handler(process) inside each new process, before anything is loaded there."""
    _on_process.append(handler)


def find(name):
    return _table.get(name)


def create(name, role, settings, pid=1, parent=1):
    made = _table[name] = Process(name, role, settings, pid=pid, parent=parent)
    activate(made)
    for handler in _on_process:
        handler(made)
    return made


def create_thread(name, owner):
    """A thread of this name inside the process called `owner`."""
    made = _table[name] = Thread(name, _table[owner])
    return made


def activate(target):
    """Hand the baton to a process."""
    global _current
    if target is not _current:
        _current.leave()
        _current = target
        target.enter()


def rest():
    """Take the baton from everybody."""
    activate(_nobody)


def reseed():
    """Every process draws from its own entropy anew: the seed behind that has changed."""
    for each in _table.values():
        if not each.shared:
            each._random = None


def drop(name):
    """Forget a process; its stack, if it has one, stays where it is."""
    rest()
    found = _table.pop(name, None)
    if found is not None:
        found.dropped = True
        if not found.shared:
            for close in found.local.pop(_CLOSING, ()):
                close()


def drop_all():
    for name in list(_table):
        drop(name)
    rest()
    _nobody.local.clear()
