"""What JavaScript calls: connect once, begin for each run, answer for each question."""

import importlib
import json
import os
import sys
import time

from . import _bridge, _clock, _guards, _processes, _program, _questions, _reset

_baseline = None


def connect(host):
    """Join the two sides; `preload` names packages that register themselves when imported."""
    global _baseline
    _bridge.connect(host.tell, host.park, host.never)
    _clock.connect(host.now)
    _guards.install()
    sys.path[:] = [path for path in sys.path if path]
    sys.path.insert(0, _program.HOME)
    for name in json.loads(host.preload):
        importlib.import_module(name)
    os.makedirs(_program.HOME, exist_ok=True)
    os.chdir(_program.HOME)
    _baseline = _reset.Baseline()
    return _clock.address()


def begin(text):
    """Forget the run before and take the files of the next one (JSON: path -> text)."""
    end()
    _baseline.restore()
    _program.install(json.loads(text))


def end():
    """Forget every process of the run."""
    _processes.drop_all()
    _processes.activate(None)
    _program.uninstall()


answer = _questions.answer
drop = _processes.drop
