"""Makes run k like run 1: what learner code left behind in shared modules is put back."""

import atexit
import gc
import os
import shutil
import signal
import sys
import warnings
import zipimport
from types import ModuleType

from . import _bridge, _program


class Baseline:
    """The interpreter as it was when no learner code had run.

    Library modules that learner code imports later are imported again in each run, so that what they
    do at import happens in every run alike. Objects inside a module are not put back, only its names.
    """

    def __init__(self):
        self._modules = {
            name: (module, dict(vars(module)))
            for name, module in sys.modules.items()
            if isinstance(module, ModuleType) and name.partition('.')[0] != __package__
        }
        self._names = set(sys.modules)
        self._lists = [(kept, list(kept)) for kept in (sys.path, sys.meta_path)]
        self._filters = list(warnings.filters)
        self._limit = sys.getrecursionlimit()

    def restore(self):
        for name in [name for name in sys.modules if name not in self._names]:
            del sys.modules[name]
        for name, (module, before) in self._modules.items():
            sys.modules[name] = module
            if vars(module) != before:
                _restore(vars(module), before)
        for kept, before in self._lists:
            kept[:] = before
        # Any change through the front door makes the filters count as new.
        warnings.simplefilter('default')
        warnings.filters[:] = self._filters
        warnings.onceregistry.clear()
        atexit._clear()
        sys.setrecursionlimit(self._limit)
        signal.signal(signal.SIGINT, _bridge.interrupt)
        # Not without need: setting them makes the interpreter look at all of its code again.
        if sys.gettrace() is not None:
            sys.settrace(None)
        if sys.getprofile() is not None:
            sys.setprofile(None)
        # Only what has seen the files of the run before: the library's own index is costly to read.
        for path in [path for path in sys.path_importer_cache if path.startswith(_program.HOME)]:
            del sys.path_importer_cache[path]
        os.umask(0o022)
        os.chdir(_program.HOME)
        _empty(_program.HOME)
        _empty('/tmp')
        gc.disable()
        gc.collect()


def _restore(now, before):
    for key in [key for key in now if key not in before]:
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


def remember_library_code():
    """Keep the code of library modules: runs import them again, and the library comes as source."""
    load = zipimport.zipimporter.get_code
    known = {}

    def get_code(self, fullname):
        key = (self.archive, self.prefix, fullname)
        if key not in known:
            known[key] = load(self, fullname)
        return known[key]

    zipimport.zipimporter.get_code = get_code
