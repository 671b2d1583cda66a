"""The door between the sandbox's Python packages and the simulation.

The celery package uses what is exported here and nothing else; nothing in this package knows Celery.
A simulated process has a name and a role; exactly one runs at a time (it holds the baton), and it
gives the baton back by parking or by ending.
"""

from ._bridge import call, exception_class, muted, note, park, tell
from ._clock import now, spend
from ._codec import set_classifier, set_encoder, set_result_encoder, set_saferepr
from ._coding import on_coding
from ._lines import current_line
from ._outcome import error_of, value_of
from ._processes import Process, on_process, process, process_local, running
from ._program import import_anew
from ._questions import on_question, spend_least
from ._shortened import shortened
from ._text import write

__all__ = [
    'Process',
    'call',
    'current_line',
    'exception_class',
    'error_of',
    'import_anew',
    'muted',
    'note',
    'now',
    'on_coding',
    'on_process',
    'on_question',
    'park',
    'process',
    'process_local',
    'running',
    'set_classifier',
    'set_encoder',
    'set_result_encoder',
    'set_saferepr',
    'shortened',
    'spend',
    'spend_least',
    'tell',
    'value_of',
    'write',
]
