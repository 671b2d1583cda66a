"""Results that real Celery never hears of, though they are there.

A client keeps one handle for each id that it listens for. Where a canvas is frozen twice on its way out (a member of
a group is, and a chain of one step), there are two handles for the same ids: the second is not listened for, or the
end of the second takes the first out of the list. `get()` of a group then waits for ever; each result by itself can
be read. Seen with Celery 5.6.3, Redis and these canvases; xfail in its own suite (#6734).
"""

from __future__ import annotations

import weakref
from typing import Any

from celery import _bridge
from celery._shapes import _chain, _chord, group
from celery._signature import maybe_signature


def remember_frozen(result: Any) -> None:
    """A signature was frozen by hand: it will be frozen again when it is sent."""
    while result is not None:
        if hasattr(result, 'results'):
            _frozen().add(result.id)
        result = result.parent


def deafen(sig: Any, result: Any) -> None:
    """Mark what will not be heard of the results of a canvas that was sent just now."""
    if result is None:
        return
    if hasattr(result, 'results'):
        result._deaf = result._deaf or result.id in _frozen()
        _live()[result.id] = result
    if isinstance(sig, group):
        _deafen_group(sig, result)
    elif isinstance(sig, _chord):
        _deafen_parent(result)
    elif isinstance(sig, _chain):
        _deafen_chain(sig, result)


def deafen_restored(result: Any) -> None:
    """While the handles of a group are there and wait, those of its restored twin are not listened for."""
    first = _live().get(result.id)
    if first is not None and not first._is_known():
        result._deaf = True


def _deafen_group(sig: Any, result: Any) -> None:
    members = _flattened(sig)
    if len(members) == 1 and _ends_in_group(members[0]):
        result._deaf = True
        return
    for member, each in zip(members, result.results):
        if not hasattr(each, 'results') and _ends_in_long_body(member):
            each._deaf = True


def _deafen_chain(sig: Any, result: Any) -> None:
    steps = _steps(sig)
    if len(steps) == 1:
        if _ends_in_group(steps[0]):
            result._deaf = True
        if isinstance(steps[0], _chord):
            _deafen_parent(result)
    elif len(steps) > 1 and all(isinstance(step, group) for step in steps[-2:]):
        result._deaf = True


def _deafen_parent(result: Any) -> None:
    if hasattr(result.parent, 'results'):
        result.parent._deaf = True


def _steps(sig: Any) -> list[Any]:
    """The steps of a chain as they will run: chains in it are spliced, groups of one are that task."""
    found = []
    for step in (_unrolled(maybe_signature(each)) for each in sig.tasks):
        found.extend(_steps(step) if isinstance(step, _chain) else [step])
    return found


def _unrolled(sig: Any) -> Any:
    if isinstance(sig, group):
        members = list(sig.tasks)
        return maybe_signature(members[0]) if len(members) == 1 else sig
    return sig


def _flattened(sig: Any) -> list[Any]:
    found = []
    for each in (maybe_signature(each) for each in sig.tasks):
        found.extend(_flattened(each) if isinstance(each, group) else [each])
    return found


def _last(sig: Any) -> Any:
    """The step that gives a chain its result."""
    if not isinstance(sig, _chain):
        return sig
    steps = _steps(sig)
    return steps[-1] if steps else sig


def _ends_in_group(sig: Any) -> bool:
    last = _last(_unrolled(sig))
    if isinstance(last, _chord) and last.body is not None:
        return _ends_in_group(last.body)
    return isinstance(last, group)


def _ends_in_long_body(sig: Any) -> bool:
    """Whether its result is that of a chord whose body is a chain."""
    last = _last(sig)
    return isinstance(last, _chord) and isinstance(last.body, _chain)


def _live() -> weakref.WeakValueDictionary[str, Any]:
    return _bridge.process_local('live groups', weakref.WeakValueDictionary)


def _frozen() -> set[str]:
    return _bridge.process_local('frozen groups', set)
