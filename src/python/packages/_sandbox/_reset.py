"""Makes run k like run 1: what learner code left behind in shared modules is put back."""

import gc
import importlib
import logging
import os
import shutil
import sys
import warnings
from types import ModuleType

from . import _program


class Baseline:
    """The interpreter as it was when no learner code had run."""

    def __init__(self):
        self._modules = {
            name: (module, dict(vars(module)))
            for name, module in sys.modules.items()
            if isinstance(module, ModuleType)
        }
        self._environ = dict(os.environ._data)
        self._path = list(sys.path)
        self._filters = list(warnings.filters)

    def restore(self):
        self._restore_modules()
        os.environ._data = dict(self._environ)
        sys.path[:] = self._path
        warnings.filters[:] = self._filters
        importlib.invalidate_caches()
        _empty(_program.HOME)
        _empty('/tmp')
        os.chdir(_program.HOME)
        gc.collect()

    def _restore_modules(self):
        for name, (module, before) in self._modules.items():
            sys.modules[name] = module
            now = vars(module)
            for key in [key for key in now if key not in before]:
                # A submodule imported meanwhile stays: it is still in sys.modules.
                if not isinstance(now[key], ModuleType):
                    del now[key]
            now.update(before)


def _empty(folder):
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.remove(path)
