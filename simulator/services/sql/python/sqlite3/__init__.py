"""SQLite as Python has it, in a cluster: every process that opens the same file shares one database.

The database is the real one. A statement takes its time on the simulated clock, and a locked database is
waited for there too: `timeout` counts simulated seconds. `:memory:` is a program's own and takes no time.
"""

import importlib.machinery as _machinery
import sys as _sys

# What the standard library has beside its `__init__` stays what it is.
_here = __path__[0]
_others = [folder for folder in _sys.path if not _here.startswith(f'{folder}/')]
__path__.extend(_machinery.PathFinder.find_spec('sqlite3', _others).submodule_search_locations)

from sqlite3.dbapi2 import *
from sqlite3._connection import Blob, Connection, Cursor, connect
