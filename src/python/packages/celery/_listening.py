"""Waiting for results, and hearing of everything that is stored meanwhile (rule 6.15)."""

from __future__ import annotations

import datetime as dt
import weakref
from collections.abc import Callable
from typing import Any

from celery import _bridge, states
from celery._state import join_allowed

#: What `get(on_message=...)` takes.
OnMessage = Callable[[dict[str, Any]], Any]


def subscribe_single(result: Any) -> None:
    """Hear of the result of one task."""
    if _bridge.role() == 'client':
        _subscribed().add(result.id)


def subscribe(result: Any) -> None:
    """Hear of what was sent just now: of a chain its first task, of a group all members."""
    if result is None or _bridge.role() != 'client':
        return
    while result.parent is not None:
        result = result.parent
    members = getattr(result, 'results', None)
    if members is None:
        _subscribed().add(result.id)
        return
    for member in members:
        subscribe(member)


def expect(result: Any, weak: bool) -> None:
    """Hear of a result on whose end something hangs (`then`), whatever is waited for meanwhile."""
    _expected()[id(result)] = weakref.ref(result) if weak else lambda: result


def wait_for(
    backend: Any,
    ids: list[str],
    watch: list[str],
    timeout: float | None,
    on_message: OnMessage | None,
    interval: float = 0.5,
) -> tuple[dict[str, Any], bool]:
    """`_bridge.wait_for_results`; with `on_message` it also ends after each batch of messages."""
    if on_message is None:
        if _open():
            return _wait_and_fulfil(ids, watch, timeout)
        every = interval if backend.polls else None
        return _bridge.wait_for_results(ids, watch, timeout, every, _is_allowed())
    _subscribed().update(ids)
    metas, timed_out, messages = _bridge.listen_for_results(ids, watch, timeout)
    for message in messages:
        if message['id'] in _subscribed():
            on_message({**backend.read_meta(message['meta']), 'task_id': message['id']})
    return metas, timed_out


def _is_allowed() -> bool:
    """A task is let wait by the block that it is in, and not by its pool (rule 5.60)."""
    return _bridge.role() != 'client' and join_allowed() and not _bridge.may_join()


def _wait_and_fulfil(ids: list[str], watch: list[str], timeout: float | None) -> tuple[dict[str, Any], bool]:
    """The same, while what hangs on other results is called as they arrive."""
    deadline = None if timeout is None else dt.datetime.now() + dt.timedelta(seconds=timeout)
    while True:
        others = _open()
        left = None if deadline is None else max(0.0, (deadline - dt.datetime.now()).total_seconds())
        metas, timed_out = _bridge.wait_for_results([*ids, *(each.id for each in others)], watch, left)
        for each in others:
            if _is(metas, each.id, states.READY_STATES):
                each._keep_stored(metas[each.id])
        over = any(_is(metas, each, states.READY_STATES) for each in ids)
        if over or timed_out or any(_is(metas, each, states.PROPAGATE_STATES) for each in watch):
            return metas, timed_out


def _is(metas: dict[str, Any], task_id: str, wanted: frozenset[str]) -> bool:
    return task_id in metas and metas[task_id]['status'] in wanted


def _open() -> list[Any]:
    """What is expected and not there yet."""
    found = [each for each in (find() for find in _expected().values()) if each is not None]
    waiting = {id(each): each for each in found if each._cache is None}
    for gone in _expected().keys() - waiting.keys():
        del _expected()[gone]
    return list(waiting.values())


def _expected() -> dict[int, Callable[[], Any]]:
    return _bridge.process_local('expected results', dict)


def _subscribed() -> set[str]:
    return _bridge.process_local('subscribed', set)
