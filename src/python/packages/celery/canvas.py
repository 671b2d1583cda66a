"""Calls for later, and how they are put together: signature, chain, group, chord, chunks, map.

What they mean is worked out by the simulation; here they are plain dicts with methods.
"""

from __future__ import annotations

from celery._items import chunks, xmap, xstarmap
from celery._missing import attributes_of
from celery._shapes import _chain, _chord, chain, chord, group
from celery._signature import Signature, maybe_signature, signature, subtask
from celery._stamping import StampingVisitor

__all__ = [
    'Signature',
    'StampingVisitor',
    '_chain',
    '_chord',
    'chain',
    'chord',
    'chunks',
    'group',
    'maybe_signature',
    'signature',
    'subtask',
    'xmap',
    'xstarmap',
]
__getattr__ = attributes_of(__name__)
