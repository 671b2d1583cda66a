"""Waiting for results, and hearing of everything that is stored meanwhile (rule 6.15)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from celery import _bridge

#: What `get(on_message=...)` takes.
OnMessage = Callable[[dict[str, Any]], Any]


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


def wait_for(
    backend: Any, ids: list[str], watch: list[str], timeout: float | None, on_message: OnMessage | None
) -> tuple[dict[str, Any], bool]:
    """`_bridge.wait_for_results`; with `on_message` it also ends after each batch of messages."""
    if on_message is None:
        return _bridge.wait_for_results(ids, watch, timeout)
    _subscribed().update(ids)
    metas, timed_out, messages = _bridge.listen_for_results(ids, watch, timeout)
    for message in messages:
        if message['id'] in _subscribed():
            on_message({**backend.read_meta(message['meta']), 'task_id': message['id']})
    return metas, timed_out


def _subscribed() -> set[str]:
    return _bridge.process_local('subscribed', set)
