"""Replaces what a simulated process cannot have by waiting that is simulated or by a clear error."""

import builtins
import errno
import functools
import os
import signal
import socket
import subprocess
import sys
import threading
import time

from . import _bridge, _loop, _processes


def sleep(seconds):
    """sleep(seconds): wait in simulated time."""
    micros = round(seconds * 1_000_000)
    if micros < 0:
        raise ValueError('sleep length must be non-negative')
    _bridge.park({'kind': 'sleep', 'duration': micros})


def _refusal(kind, text):
    def refuse(*args, **kwargs):
        raise kind(text)

    return refuse


_no_keyboard = _refusal(
    EOFError, 'There is no keyboard in this lab: give your program its values in the code.'
)
_no_thread = _refusal(
    RuntimeError,
    'Threads cannot be started in this lab: let a worker run the work as tasks instead.',
)
_no_program = _refusal(OSError, 'Other programs cannot be started in this lab.')
_no_network = _refusal(
    ConnectionRefusedError, 'There is no network in this lab: use time.sleep() in place of a slow call.'
)
_no_alarm = _refusal(OSError, 'Timers by signal are not simulated: use a time limit of the task.')


def _exit(status=0):
    # Only a task ends with its process and is answered for by somebody else.
    if _processes.running().role != 'process':
        raise SystemExit(status)
    _bridge.leave({'kind': 'exit', 'status': status, 'signal': None})


def _killed(number):
    if _processes.running().role != 'process':
        raise SystemExit(-number)
    _bridge.leave({'kind': 'exit', 'status': 0, 'signal': signal.Signals(number).name})


def kill(pid, number):
    """kill(pid, signal): send a signal to a process of the cluster."""
    name = signal.Signals(number).name if number else None
    own = _processes.running()
    if pid == own.pid and name is not None and _kill_self(own, name, number):
        return
    if name is not None and not _bridge.tell('kill', {'pid': pid, 'signal': name}).get('found'):
        raise ProcessLookupError(errno.ESRCH, os.strerror(errno.ESRCH))


def _kill_self(own, name, number):
    if own.role == 'client':
        if name == 'SIGINT':
            raise KeyboardInterrupt
        _killed(number)
    if own.role != 'process' or own.shared:
        return False
    if name == 'SIGTERM':
        # What billiard's handler does in a child.
        raise SystemExit(number - 256)
    if name == 'SIGUSR1':
        raise _bridge.exception_class('billiard.exceptions.SoftTimeLimitExceeded')
    # A child leaves Ctrl+C to its parent.
    if name != 'SIGINT':
        _killed(number)
    return True


def _wait_in_condition(self, timeout=None):
    # Nobody else runs in this process who could notify.
    if timeout is None:
        raise RuntimeError('This would wait for ever: no other thread can wake it.')
    sleep(max(0, timeout))
    return False


def _noticed(change):
    """A change of the current folder; asking for the folder at each hand-over would take longer."""

    @functools.wraps(change)
    def changed(*args, **kwargs):
        _processes.folder_changed()
        return change(*args, **kwargs)

    return changed


def install():
    os.chdir, os.fchdir = _noticed(os.chdir), _noticed(os.fchdir)
    time.sleep = sleep
    builtins.input = _no_keyboard
    threading.Thread.start = _no_thread
    threading.Condition.wait = _wait_in_condition
    for name in ('system', 'popen', 'fork', 'forkpty', 'posix_spawn', 'posix_spawnp', 'execv', 'execve'):
        setattr(os, name, _no_program)
    subprocess.Popen.__init__ = _no_program
    os.getpid = lambda: _processes.running().pid
    os.getppid = lambda: _processes.running().parent
    os._exit = _exit
    os.abort = lambda: _killed(signal.SIGABRT)
    os.kill = kill
    signal.raise_signal = lambda number: kill(os.getpid(), number)
    signal.alarm = signal.setitimer = _no_alarm
    for name in ('connect', 'connect_ex', 'bind', 'listen', 'sendto'):
        setattr(socket.socket, name, _no_network)
    socket.getaddrinfo = socket.gethostbyname = _no_network
    _loop.install()
    _hide_browser()


_HIDDEN = ('js', 'pyodide_js')


class _Hidden:
    """Says that a module is not there: what it gives would not be simulated."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name in _HIDDEN:
            raise ModuleNotFoundError(f'No module named {name!r}', name=name)


def _hide_browser():
    for name in _HIDDEN:
        sys.modules.pop(name, None)
    sys.meta_path.insert(0, _Hidden)
